# near_search.awk - lines of "distance searches median p95 most" as an SVG: milliseconds over distance, on a logarithmic scale.
BEGIN {
	width = 720; height = 420; left = 60; right = 150; top = 30; bottom = 50
	split("#1b6ca8 #e07a1f", colour, " ")
	split("median|p95", name, "|")
}
{
	n++
	at[n] = $1; value[n, 1] = $3; value[n, 2] = $4
	if ($4 > most) most = $4
	if (n == 1 || $3 < least) least = $3
}
function log10(v) { return log(v) / log(10) }
function floor(v) { return int(v) > v ? int(v) - 1 : int(v) }
function x(d) { return left + d * (width - left - right) / at[n] }
function y(v) { return height - bottom - (log10(v) - low) * (height - top - bottom) / (high - low) }
END {
	low = floor(log10(least)); high = floor(log10(most)) + 1
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height
	printf "<title>Search for near duplicates among %d fingerprints</title>\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", n_of, width, height
	printf "<text x=\"%d\" y=\"18\">milliseconds a search, among %d fingerprints</text>\n", left, n_of
	for (d = low; d <= high; d++) {
		printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", left, y(10 ^ d), width - right, y(10 ^ d)
		printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", left - 8, y(10 ^ d) + 4, 10 ^ d
	}
	printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#999\" stroke-dasharray=\"3 3\"/>\n", left, y(20), width - right, y(20)
	printf "<text x=\"%d\" y=\"%.1f\" fill=\"#555\">20 ms, the aim at 6 bits</text>\n", width - right + 6, y(20) + 4
	for (d = 0; d <= at[n]; d += 2)
		printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x(d), height - bottom + 20, d
	printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">within so many bits; above 10 all are compared</text>\n", (left + width - right) / 2, height - 10
	for (l = 1; l <= 2; l++) {
		points = ""
		for (i = 1; i <= n; i++) {
			points = points sprintf("%.1f,%.1f ", x(at[i]), y(value[i, l]))
			printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", x(at[i]), y(value[i, l]), colour[l]
		}
		printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", points, colour[l]
		ly = top + 18 * l
		printf "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>\n", width - right + 15, ly, width - right + 45, ly, colour[l]
		printf "<text x=\"%d\" y=\"%d\">%s</text>\n", width - right + 52, ly + 4, name[l]
	}
	print "</svg>"
}
