# near_duplicates.awk - lines of "kind distance pairs precision recall recall" as an SVG: precision and recall over distance, for each kind.
BEGIN {
	width = 720; height = 420; left = 60; right = 170; top = 30; bottom = 50
	split("#1b6ca8 #e07a1f #5a9e3a", colour, " ")
}
{
	if (!($1 in seen)) { seen[$1] = ++kinds; kind[kinds] = $1 }
	precision[$1] = precision[$1] sprintf("%.1f,%.1f ", x($2), y($4))
	recall[$1] = recall[$1] sprintf("%.1f,%.1f ", x($2), y($6))
}
function x(d) { return left + d * (width - left - right) / 20 }
function y(v) { return height - bottom - v * (height - top - bottom) }
function line(points, hue, dash) {
	printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", points, hue, dash
}
END {
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height
	printf "<title>Near duplicates among wallpapers</title>\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
	for (v = 0; v <= 10; v += 2) {
		printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", left, y(v / 10), width - right, y(v / 10)
		printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>\n", left - 8, y(v / 10) + 4, v / 10
	}
	for (d = 0; d <= 20; d += 2)
		printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x(d), height - bottom + 20, d
	printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">distance in bits</text>\n", (left + width - right) / 2, height - 10
	for (k = 1; k <= kinds; k++) {
		line(recall[kind[k]], colour[k], "")
		line(precision[kind[k]], colour[k], " stroke-dasharray=\"6 4\"")
		for (i = 0; i < 2; i++) {
			ly = top + 18 * (2 * k + i)
			dash = i ? " stroke-dasharray=\"6 4\"" : ""
			printf "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", width - right + 15, ly, width - right + 45, ly, colour[k], dash
			printf "<text x=\"%d\" y=\"%d\">%s, %s</text>\n", width - right + 52, ly + 4, kind[k], i ? "precision" : "recall"
		}
	}
	print "</svg>"
}
