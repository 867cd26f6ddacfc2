/*
 * load_files.c - writes files of random vectors: load_files FORMAT ROWS DIM,
 * where FORMAT is bvecs (whole numbers from 0 to 255) or fvecs (from -1 to 1).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252ULL;

static uint64_t
next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

int
main(int argc, char **argv)
{
	if (argc != 4)
	{
		fprintf(stderr, "usage: load_files bvecs|fvecs ROWS DIM\n");
		return 2;
	}

	int			floats = strcmp(argv[1], "fvecs") == 0;
	long		rows = atol(argv[2]);
	int32_t		dim = atoi(argv[3]);
	float	   *values = malloc(dim * sizeof(float));
	uint8_t    *bytes = malloc(dim);

	for (long row = 0; row < rows; row++)
	{
		fwrite(&dim, sizeof(dim), 1, stdout);
		for (int i = 0; i < dim; i++)
		{
			uint64_t	random = next() >> 40;

			values[i] = random / 8388608.0f - 1;
			bytes[i] = (uint8_t) random;
		}
		if (floats)
			fwrite(values, sizeof(float), dim, stdout);
		else
			fwrite(bytes, 1, dim, stdout);
	}
	return ferror(stdout) != 0;
}
