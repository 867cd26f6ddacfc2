# load_plot.awk - lines of "dimension way jobs MB/s" as an SVG of MB/s over dimension, one line for each way and number of jobs.
BEGIN {
	width = 720; height = 420; left = 60; right = 150; top = 30; bottom = 50
	split("#1b6ca8 #e07a1f", colour, " ")
	split("2 6 10", dash, " ")
}
{
	if (!($1 in at)) { at[$1] = ++dims; dim[dims] = $1 }
	key = $2 " " $3
	if (!(key in seen)) { seen[key] = ++lines; line[lines] = key }
	value[key, $1] = $4
	if ($4 > most) most = $4
}
function x(d) { return left + (at[d] - 1) * (width - left - right) / (dims > 1 ? dims - 1 : 1) }
function y(v) { return height - bottom - v * (height - top - bottom) / limit }
END {
	step = 10
	while (most / step > 6) step = step * (substr(step, 1, 1) == "2" ? 2.5 : 2)
	limit = (int(most / step) + 1) * step
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n", width, height
	printf "<title>Throughput of float2 load by dimension</title>\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
	printf "<text x=\"%d\" y=\"18\">MB/s of an fvecs file</text>\n", left
	for (v = 0; v <= limit; v += step) {
		printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", left, y(v), width - right, y(v)
		printf "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>\n", left - 8, y(v) + 4, v
	}
	for (i = 1; i <= dims; i++)
		printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x(dim[i]), height - bottom + 20, dim[i]
	printf "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">dimension</text>\n", (left + width - right) / 2, height - 10
	for (l = 1; l <= lines; l++) {
		split(line[l], part, " ")
		points = ""
		for (i = 1; i <= dims; i++)
			if ((line[l], dim[i]) in value) points = points sprintf("%.1f,%.1f ", x(dim[i]), y(value[line[l], dim[i]]))
		hue = part[1] == "packed" ? colour[2] : colour[1]
		stroke = part[2] == 1 ? "" : sprintf(" stroke-dasharray=\"%d 3\"", part[2] == 2 ? 8 : 2)
		printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", points, hue, stroke
		ly = top + 18 * l
		printf "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", width - right + 15, ly, width - right + 45, ly, hue, stroke
		printf "<text x=\"%d\" y=\"%d\">%s, %d job%s</text>\n", width - right + 52, ly + 4, part[1], part[2], part[2] == 1 ? "" : "s"
	}
	print "</svg>"
}
