-- two bytes for every element, the low one first
SELECT float2_bytes('{1,-2,0.1,NaN,Infinity}'::float2[]);
SELECT float2_from_bytes('\x003c00c0662e007e007c');
SELECT float2_bytes('{}'::float2[]), float2_from_bytes(''), array_ndims(float2_from_bytes(''));
SELECT float2_bytes('[5:6]={1,2}'::float2[]);
SELECT float2_bytes(NULL), float2_from_bytes(NULL);
SELECT pg_typeof(float2_from_bytes('\x003c')), array_dims(float2_from_bytes('\x003c0040'));

-- all bit patterns there and back, stored in the row, compressed and out of line too
SELECT float2_bits(float2_from_bytes(float2_bytes(v))) = bits AS same
  FROM (SELECT bits, float2_from_bits(bits) AS v
          FROM (SELECT array_agg((i * 8192 + j - 32768)::smallint ORDER BY j) AS bits
                  FROM generate_series(0, 7) AS i, generate_series(0, 8191) AS j GROUP BY i) AS b) AS s;
CREATE TABLE packed (id int, halves bytea);
ALTER TABLE packed ALTER halves SET STORAGE EXTENDED;
INSERT INTO packed SELECT 1, float2_bytes(array_fill(1, ARRAY[10])::float2[]);
INSERT INTO packed SELECT 2, float2_bytes(array_fill(1, ARRAY[16000])::float2[]);
ALTER TABLE packed ALTER halves SET STORAGE EXTERNAL;
INSERT INTO packed SELECT 3, float2_bytes(array_fill(1, ARRAY[16000])::float2[]);
SELECT id, array_length(float2_from_bytes(halves), 1), 1 = ALL (float2_from_bytes(halves)::float4[]) AS ones FROM packed ORDER BY id;
DROP TABLE packed;

-- what is no vector
SELECT float2_from_bytes('\x003c00');
SELECT float2_from_bytes(decode(repeat('003c', 16001), 'hex'));
SELECT float2_bytes('{1,NULL}'::float2[]);
SELECT float2_bytes('{{1},{2}}'::float2[]);
