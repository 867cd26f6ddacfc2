-- the scalar type float2: input, output, casts, bits

-- valid input, six significant digits
SELECT '1.3'::float2, '2.4'::float2, '5.6'::float2, '0.6'::float2, '-2'::float2, '0'::float2, '-0'::float2;
SELECT '  1.5'::float2, '1.5  '::float2, '1e2'::float2, '.5'::float2, '5.'::float2, '0x1p3'::float2;
SELECT 'NaN'::float2, 'nan'::float2, 'Infinity'::float2, '-Infinity'::float2, 'inf'::float2, '-INF'::float2, '+inf'::float2;

-- the values of the format's definition
SELECT 1::float2, float2_from_bits(15361::smallint), (-2)::float2, 65504::float2,
       float2_from_bits(1024::smallint), float2_from_bits(1023::smallint), float2_from_bits(1::smallint),
       float2_from_bits(0::smallint), float2_from_bits((-32768)::smallint),
       float2_from_bits(31744::smallint), float2_from_bits((-1024)::smallint), float2_from_bits(13653::smallint);

-- out of range is no error: Infinity with the sign kept, or zero
SELECT '65519.99'::float2, '65520'::float2, '-65519.99'::float2, '-65520'::float2, '1e400'::float2, '-1e400'::float2, '1e-400'::float2;
SELECT 65519.99::float2, 65520::float2, (-1e10)::float2, 65519.996::float8::float2, '1e38'::float4::float2;

-- invalid
SELECT ''::float2;
SELECT ' '::float2;
SELECT 'abc'::float2;
SELECT '1.5x'::float2;
SELECT '1 2'::float2;
SELECT '- 1'::float2;
SELECT 'nanx'::float2;
SELECT (repeat('9', 1000) || 'x')::float2;

-- a long text is a number all the same
SELECT ('1.' || repeat('0', 5000) || '1')::float2;

-- six digits always read back to the same half, bit for bit
SELECT bits, v::text AS printed
  FROM generate_series(-32768, 32767) AS bits,
       LATERAL (SELECT float2_from_bits(bits::smallint) AS v) AS s
 WHERE v::text <> 'NaN'
   AND float2_bits(v::text::float2) IS DISTINCT FROM bits;

-- float4 and float8 hold every half exactly
SELECT bits
  FROM generate_series(-32768, 32767) AS bits,
       LATERAL (SELECT float2_from_bits(bits::smallint) AS v) AS s
 WHERE v::text <> 'NaN'
   AND (float2_bits(v::float4::float2) IS DISTINCT FROM bits
        OR float2_bits(v::float8::float2) IS DISTINCT FROM bits);

-- halves the server's own way: sign, exponent and fraction by arithmetic
SELECT bits, v
  FROM generate_series(0, 31743) AS bits,
       LATERAL (SELECT float2_from_bits(bits::smallint) AS v, bits / 1024 AS e, bits % 1024 AS f) AS s
 WHERE v::float8 <> CASE WHEN e = 0 THEN f * 2.0::float8 ^ -24 ELSE (1024 + f) * 2.0::float8 ^ (e - 25) END;

-- nearest, ties to even: 2049 lies between 2048 and 2050, 2051 between 2050 and 2052
SELECT 2049::float2, 2051::float2, 2049::smallint::float2, 2051::bigint::float2, 2049::numeric::float2, 2051::float4::float2;

-- one rounding: a hair above the middle of 1 and 1 + 2^-10 goes up from every source
SELECT float2_bits((1 + 2::float8 ^ -11 + 2::float8 ^ -40)::float2) AS from_float8,
       float2_bits((1 + 2::numeric ^ -11 + 2::numeric ^ -40)::float2) AS from_numeric,
       float2_bits(1.000488281250000000000000000000000001::numeric::float2) AS finer_than_float8,
       float2_bits('1.00048828125'::float2) AS tie,
       float2_bits(('1.00048828125' || repeat('0', 40) || '1')::float2) AS above_tie,
       float2_bits(('1.00048828124' || repeat('9', 40))::float2) AS below_tie,
       float2_bits('0x1.0020000000000000001p0'::float2) AS hexadecimal;

-- the smallest: half of it is a tie with zero
SELECT '5.9604644775390625e-08'::float2 AS smallest, '2.98023223876953125e-08'::float2 AS half_of_it,
       '2.9802322387695313e-08'::float2 AS a_hair_more, '-2.98023223876953125e-08'::float2 AS negative;

-- casts: to float4 and float8 implicit, from the number types on assignment
SELECT sqrt(4::float2), pg_typeof(1.5::float2 + 1::float4), pg_typeof(1.5::float2 + 1::float8);
CREATE TABLE scalars (v float2);
INSERT INTO scalars VALUES (1.3), (1), (2::smallint), (3::bigint), (4.5::float4), (5.5::float8), (NULL);
SELECT * FROM scalars;
INSERT INTO scalars VALUES (true);
DROP TABLE scalars;

-- NaN keeps its sign and payload in the bits, and becomes quiet on the way through float4
SELECT float2_bits(float2_from_bits(32001::smallint)) AS kept,
       float2_bits(float2_from_bits(31745::smallint)::float4::float2) AS quieted,
       float2_bits('NaN'::float4::float2) AS from_float4;

-- binary: two bytes, big-endian
SELECT float2_send(1::float2), float2_send((-2)::float2), float2_send('NaN'::float2);

-- how the type is stored
SELECT typlen, typbyval, typalign, typcategory, typstorage FROM pg_type WHERE oid = 'float2'::regtype;
