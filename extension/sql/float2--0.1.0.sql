-- complain if the script is sourced in psql rather than run by CREATE EXTENSION
\echo Use "CREATE EXTENSION float2 CASCADE" to load this file. \quit

-- type

CREATE TYPE float2;

CREATE FUNCTION float2_in(cstring) RETURNS float2
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_in(cstring) IS 'text input of float2: what float4 takes, rounded once';

CREATE FUNCTION float2_out(float2) RETURNS cstring
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_out(float2) IS 'text output of float2: six significant digits';

CREATE FUNCTION float2_recv(internal) RETURNS float2
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_recv(internal) IS 'binary input of float2: two bytes, big-endian';

CREATE FUNCTION float2_send(float2) RETURNS bytea
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_send(float2) IS 'binary output of float2: two bytes, big-endian';

CREATE TYPE float2 (
	INPUT = float2_in,
	OUTPUT = float2_out,
	RECEIVE = float2_recv,
	SEND = float2_send,
	INTERNALLENGTH = 2,
	PASSEDBYVALUE,
	ALIGNMENT = int2,
	STORAGE = plain,
	CATEGORY = 'N'
);
COMMENT ON TYPE float2 IS 'half-precision floating-point number (IEEE 754 binary16), 2 bytes';

-- functions of the scalar

CREATE FUNCTION float4(float2) RETURNS float4
	AS 'MODULE_PATHNAME', 'float2_to_float4' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float4(float2) IS 'convert float2 to float4, exactly';

CREATE FUNCTION float8(float2) RETURNS float8
	AS 'MODULE_PATHNAME', 'float2_to_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float8(float2) IS 'convert float2 to float8, exactly';

CREATE FUNCTION float2(float4) RETURNS float2
	AS 'MODULE_PATHNAME', 'float4_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2(float4) IS 'round float4 to the nearest float2, ties to even; Infinity past 65519.99';

CREATE FUNCTION float2(float8) RETURNS float2
	AS 'MODULE_PATHNAME', 'float8_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2(float8) IS 'round float8 to the nearest float2, ties to even; Infinity past 65519.99';

CREATE FUNCTION float2(numeric) RETURNS float2
	AS 'MODULE_PATHNAME', 'numeric_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2(numeric) IS 'round numeric to the nearest float2, ties to even; Infinity past 65519.99';

CREATE FUNCTION float2(int2) RETURNS float2
	AS 'MODULE_PATHNAME', 'int2_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2(int2) IS 'round smallint to the nearest float2, ties to even';

CREATE FUNCTION float2(int4) RETURNS float2
	AS 'MODULE_PATHNAME', 'int4_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2(int4) IS 'round integer to the nearest float2, ties to even; Infinity from 65520 on';

CREATE FUNCTION float2(int8) RETURNS float2
	AS 'MODULE_PATHNAME', 'int8_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2(int8) IS 'round bigint to the nearest float2, ties to even; Infinity from 65520 on';

CREATE FUNCTION float2_bits(float2) RETURNS smallint
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_bits(float2) IS 'bit pattern of a float2';

CREATE FUNCTION float2_from_bits(smallint) RETURNS float2
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_from_bits(smallint) IS 'float2 with the given bit pattern';

-- functions of vectors

CREATE FUNCTION array_f32_to_f16(float4[]) RETURNS float2[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION array_f32_to_f16(float4[]) IS 'round a float4 vector to half precision';

CREATE FUNCTION array_f16_to_f32(float2[]) RETURNS float4[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION array_f16_to_f32(float2[]) IS 'widen a half-precision vector to float4, exactly';

CREATE FUNCTION float2_bits(float2[]) RETURNS smallint[]
	AS 'MODULE_PATHNAME', 'float2_array_bits' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_bits(float2[]) IS 'bit patterns of the elements';

CREATE FUNCTION float2_from_bits(smallint[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'float2_array_from_bits' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_from_bits(smallint[]) IS 'float2 array with the given bit patterns';

CREATE FUNCTION l2_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION l2_distance(float2[], float2[]) IS 'Euclidean distance';

CREATE FUNCTION l2_distance(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION l2_distance(float2[], float4[]) IS 'Euclidean distance';

CREATE FUNCTION l2_distance(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION l2_distance(float4[], float2[]) IS 'Euclidean distance';

CREATE FUNCTION l2_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION l2_distance(float4[], float4[]) IS 'Euclidean distance';

CREATE FUNCTION gen_rand_f2_arr(max integer, dim integer) RETURNS float2[]
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION gen_rand_f2_arr(integer, integer) IS 'vector of dim random values, uniform in [0, max); repeatable by setseed';

CREATE FUNCTION float2_kernel_info(OUT instruction_set text, OUT available text[], OUT cap text) RETURNS record
	AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_kernel_info() IS 'instruction set that the kernel uses, those that this CPU offers, and the cap (float2.kernel_cap)';

-- functions behind casts and operator classes

CREATE FUNCTION float2_array(float8[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'array_f64_to_f16' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_array(float8[]) IS 'round a float8 vector to half precision';

CREATE FUNCTION float2_array(numeric[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'array_numeric_to_f16' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_array(numeric[]) IS 'round a numeric vector to half precision';

CREATE FUNCTION float2_array(integer[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'array_int4_to_f16' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_array(integer[]) IS 'round an integer vector to half precision';

CREATE FUNCTION float2_l2_squared_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'l2_squared_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_l2_squared_distance(float2[], float2[]) IS 'squared Euclidean distance, for indexes';

CREATE FUNCTION float2_l2_squared_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'l2_squared_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_l2_squared_distance(float4[], float4[]) IS 'squared Euclidean distance, for indexes';

CREATE FUNCTION ann_float2_support(internal) RETURNS internal
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ann_float2_support(internal) IS 'what an index needs to know of float2 vectors';

CREATE FUNCTION ann_float4_support(internal) RETURNS internal
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ann_float4_support(internal) IS 'what an index needs to know of float4 vectors';

CREATE FUNCTION ann_handler(internal) RETURNS index_am_handler
	AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION ann_handler(internal) IS 'handler of the access method ann';

-- casts

CREATE CAST (float2 AS float4) WITH FUNCTION float4(float2) AS IMPLICIT;
COMMENT ON CAST (float2 AS float4) IS 'exact';

CREATE CAST (float2 AS float8) WITH FUNCTION float8(float2) AS IMPLICIT;
COMMENT ON CAST (float2 AS float8) IS 'exact';

CREATE CAST (float4 AS float2) WITH FUNCTION float2(float4) AS ASSIGNMENT;
COMMENT ON CAST (float4 AS float2) IS 'rounds to nearest even; Infinity past 65519.99';

CREATE CAST (float8 AS float2) WITH FUNCTION float2(float8) AS ASSIGNMENT;
COMMENT ON CAST (float8 AS float2) IS 'rounds to nearest even; Infinity past 65519.99';

CREATE CAST (numeric AS float2) WITH FUNCTION float2(numeric) AS ASSIGNMENT;
COMMENT ON CAST (numeric AS float2) IS 'rounds to nearest even; Infinity past 65519.99';

CREATE CAST (int2 AS float2) WITH FUNCTION float2(int2) AS ASSIGNMENT;
COMMENT ON CAST (int2 AS float2) IS 'rounds to nearest even';

CREATE CAST (int4 AS float2) WITH FUNCTION float2(int4) AS ASSIGNMENT;
COMMENT ON CAST (int4 AS float2) IS 'rounds to nearest even; Infinity from 65520 on';

CREATE CAST (int8 AS float2) WITH FUNCTION float2(int8) AS ASSIGNMENT;
COMMENT ON CAST (int8 AS float2) IS 'rounds to nearest even; Infinity from 65520 on';

CREATE CAST (float4[] AS float2[]) WITH FUNCTION array_f32_to_f16(float4[]) AS ASSIGNMENT;
COMMENT ON CAST (float4[] AS float2[]) IS 'rounds every element to nearest even';

CREATE CAST (float8[] AS float2[]) WITH FUNCTION float2_array(float8[]) AS ASSIGNMENT;
COMMENT ON CAST (float8[] AS float2[]) IS 'rounds every element to nearest even';

CREATE CAST (numeric[] AS float2[]) WITH FUNCTION float2_array(numeric[]) AS ASSIGNMENT;
COMMENT ON CAST (numeric[] AS float2[]) IS 'rounds every element to nearest even';

CREATE CAST (integer[] AS float2[]) WITH FUNCTION float2_array(integer[]) AS ASSIGNMENT;
COMMENT ON CAST (integer[] AS float2[]) IS 'rounds every element to nearest even';

CREATE CAST (float2[] AS float4[]) WITH FUNCTION array_f16_to_f32(float2[]) AS ASSIGNMENT;
COMMENT ON CAST (float2[] AS float4[]) IS 'exact';

-- operators

CREATE OPERATOR <-> (
	LEFTARG = float2[], RIGHTARG = float2[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (float2[], float2[]) IS 'Euclidean distance';

CREATE OPERATOR <-> (
	LEFTARG = float2[], RIGHTARG = float4[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (float2[], float4[]) IS 'Euclidean distance';

CREATE OPERATOR <-> (
	LEFTARG = float4[], RIGHTARG = float2[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (float4[], float2[]) IS 'Euclidean distance';

CREATE OPERATOR <-> (
	LEFTARG = float4[], RIGHTARG = float4[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (float4[], float4[]) IS 'Euclidean distance';

-- access method and operator classes

CREATE ACCESS METHOD ann TYPE INDEX HANDLER ann_handler;
COMMENT ON ACCESS METHOD ann IS 'approximate nearest neighbours by a graph index (HNSW) over vectors in arrays';

CREATE OPERATOR CLASS float2_l2_ops
	DEFAULT FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float2[], float4[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
COMMENT ON OPERATOR CLASS float2_l2_ops USING ann IS 'Euclidean distance of half-precision vectors';
COMMENT ON OPERATOR FAMILY float2_l2_ops USING ann IS 'Euclidean distance of half-precision vectors';

CREATE OPERATOR CLASS float4_l2_ops
	DEFAULT FOR TYPE float4[] USING ann AS
	OPERATOR 1 <-> (float4[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float4[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float4[], float4[]),
	FUNCTION 3 ann_float4_support(internal);
COMMENT ON OPERATOR CLASS float4_l2_ops USING ann IS 'Euclidean distance of float4 vectors';
COMMENT ON OPERATOR FAMILY float4_l2_ops USING ann IS 'Euclidean distance of float4 vectors';
