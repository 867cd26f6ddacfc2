# fingerprints.awk - lines of a format and least, median and most nanoseconds of decoding, of the key, and of key and fingerprints, as an SVG:
# two bars for each format, with the spread of the rounds.
{
	n++
	name[n] = $1
	for (i = 1; i <= 9; i++)
		value[n, i] = $(i + 1)
	if ($4 > most) most = $4
	if ($10 > most) most = $10
}
function x(v) { return left + v * (width - left - right) / limit }
function bar(top, tall, from, to, hue) {
	printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", x(from), top, x(to) - x(from), tall, hue
}
function spread(middle, from, to) {
	printf "<path d=\"M%.1f,%.1fH%.1fM%.1f,%.1fv8M%.1f,%.1fv8\" stroke=\"#333\" fill=\"none\"/>\n", x(from), middle, x(to), x(from), middle - 4, x(to), middle - 4
}
END {
	width = 720; left = 60; right = 70; row = 52; top = 50; height = top + n * row + 50
	step = 5
	while (most / step > 8) step = step * 2
	limit = (int(most / step) + 1) * step
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height
	printf "<title>Keys and fingerprints against decoding alone</title>\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
	split("#999999|#e07a1f|#1b6ca8", hue, "|")
	split("decoding alone|key|fingerprints, with decoding", text, "|")
	for (i = 1; i <= 3; i++) {
		printf "<rect x=\"%d\" y=\"12\" width=\"14\" height=\"14\" fill=\"%s\"/>\n", left + (i - 1) * 150, hue[i]
		printf "<text x=\"%d\" y=\"24\">%s</text>\n", left + (i - 1) * 150 + 20, text[i]
	}
	for (v = 0; v <= limit; v += step) {
		printf "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>\n", x(v), top - 10, x(v), height - 45
		printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x(v), height - 30, v
	}
	printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">nanoseconds a pixel, on one core</text>\n", (left + width - right) / 2, height - 10
	for (f = 1; f <= n; f++) {
		y = top + (f - 1) * row
		printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", left - 8, y + 23, name[f]
		bar(y, 17, 0, value[f, 2], hue[1])
		spread(y + 8.5, value[f, 1], value[f, 3])
		bar(y + 19, 17, 0, value[f, 5], hue[2])
		bar(y + 19, 17, value[f, 5], value[f, 8], hue[3])
		spread(y + 27.5, value[f, 7], value[f, 9])
		printf "<text x=\"%.1f\" y=\"%.1f\">%.2f</text>\n", x(value[f, 3] > value[f, 9] ? value[f, 3] : value[f, 9]) + 8, y + 23, value[f, 2] / value[f, 8]
	}
	print "</svg>"
}
