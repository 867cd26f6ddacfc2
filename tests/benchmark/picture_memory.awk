# picture_memory.awk - lines of "pictures MiB MiB-in-use MiB-of-heap" as an SVG of memory over pictures.
BEGIN {
	width = 720; height = 420; left = 60; right = 170; top = 30; bottom = 50
	split("#1b6ca8 #e07a1f #5a9e3a", colour, " ")
	split("process|heap|heap, in use", name, "|")
}
{
	n++
	at[n] = $1; value[n, 1] = $2; value[n, 2] = $4; value[n, 3] = $3
	if ($2 > most) most = $2
}
function x(p) { return left + p * (width - left - right) / at[n] }
function y(v) { return height - bottom - v * (height - top - bottom) / limit }
END {
	limit = (int(most / 100) + 1) * 100
	step = 100
	while (at[n] / step > 5) step = step * (substr(step, 1, 1) == "2" ? 2.5 : 2)
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height
	printf "<title>Memory of keys and fingerprints</title>\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
	printf "<text x=\"%d\" y=\"18\">MiB, heap of at most %s</text>\n", left, heap
	for (v = 0; v <= limit; v += 100) {
		printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", left, y(v), width - right, y(v)
		printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>\n", left - 8, y(v) + 4, v
	}
	for (p = 0; p <= at[n]; p += step)
		printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x(p), height - bottom + 20, p
	printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">pictures</text>\n", (left + width - right) / 2, height - 10
	for (l = 3; l >= 1; l--) {
		points = ""
		for (i = 1; i <= n; i++)
			points = points sprintf("%.1f,%.1f ", x(at[i]), y(value[i, l]))
		printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\"/>\n", points, colour[l]
		ly = top + 18 * l
		printf "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>\n", width - right + 15, ly, width - right + 45, ly, colour[l]
		printf "<text x=\"%d\" y=\"%d\">%s</text>\n", width - right + 52, ly + 4, name[l]
	}
	print "</svg>"
}
