# Draws lines of NAME<TAB>PICTURES A SECOND as bars of logarithmic length, in SVG.
{ name[NR] = $1; value[NR] = $2 }
END {
	row = 24; left = 250; width = 420; height = NR * row + 30
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n", left + width + 90, height
	printf "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
	for (i = 1; i <= NR; i++)
		if (value[i] > most) most = value[i]
	decades = int(log(most) / log(10)) + 1
	for (d = 0; d <= decades; d++) {
		x = left + width * d / decades
		printf "<line x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>\n", x, x, height - 24
		printf "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">%d</text>\n", x, height - 10, 10 ^ d
	}
	for (i = 1; i <= NR; i++) {
		y = (i - 1) * row
		length_of_bar = value[i] > 1 ? width * log(value[i]) / log(10) / decades : 1
		printf "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left - 8, y + 16, name[i]
		printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#4477aa\"/>\n", left, y + 4, length_of_bar, row - 8
		printf "<text x=\"%d\" y=\"%d\">%s/s</text>\n", left + length_of_bar + 6, y + 16, value[i]
	}
	print "</svg>"
}
