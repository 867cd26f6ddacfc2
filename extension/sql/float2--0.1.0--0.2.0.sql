-- complain if the script is sourced in psql rather than run by ALTER EXTENSION
\echo Use "ALTER EXTENSION float2 UPDATE TO '0.2.0'" to load this file. \quit

-- functions of the scalar

CREATE FUNCTION isfinite(float2) RETURNS boolean
	AS 'MODULE_PATHNAME', 'float2_isfinite' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION isfinite(float2) IS 'neither NaN nor infinite';

-- functions of vectors

ALTER FUNCTION l2_distance(float2[], float2[]) COST 20;

ALTER FUNCTION l2_distance(float2[], float4[]) COST 20;

CREATE FUNCTION l2_distance(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_distance(float2[], smallint[]) IS 'Euclidean distance';

ALTER FUNCTION l2_distance(float4[], float2[]) COST 20;

ALTER FUNCTION l2_distance(float4[], float4[]) COST 20;

CREATE FUNCTION l2_distance(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_distance(float4[], smallint[]) IS 'Euclidean distance';

CREATE FUNCTION l2_distance(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_distance(smallint[], float2[]) IS 'Euclidean distance';

CREATE FUNCTION l2_distance(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_distance(smallint[], float4[]) IS 'Euclidean distance';

CREATE FUNCTION l2_distance(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_distance(smallint[], smallint[]) IS 'Euclidean distance';

CREATE FUNCTION l2_squared_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(float2[], float2[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(float2[], float4[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(float2[], smallint[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(float4[], float2[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(float4[], float4[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(float4[], smallint[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(smallint[], float2[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(smallint[], float4[]) IS 'squared Euclidean distance';

CREATE FUNCTION l2_squared_distance(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_squared_distance(smallint[], smallint[]) IS 'squared Euclidean distance';

CREATE FUNCTION inner_product(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(float2[], float2[]) IS 'inner product';

CREATE FUNCTION inner_product(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(float2[], float4[]) IS 'inner product';

CREATE FUNCTION inner_product(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(float2[], smallint[]) IS 'inner product';

CREATE FUNCTION inner_product(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(float4[], float2[]) IS 'inner product';

CREATE FUNCTION inner_product(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(float4[], float4[]) IS 'inner product';

CREATE FUNCTION inner_product(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(float4[], smallint[]) IS 'inner product';

CREATE FUNCTION inner_product(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(smallint[], float2[]) IS 'inner product';

CREATE FUNCTION inner_product(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(smallint[], float4[]) IS 'inner product';

CREATE FUNCTION inner_product(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product(smallint[], smallint[]) IS 'inner product';

CREATE FUNCTION inner_product_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(float2[], float2[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(float2[], float4[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(float2[], smallint[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(float4[], float2[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(float4[], float4[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(float4[], smallint[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(smallint[], float2[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(smallint[], float4[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION inner_product_distance(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION inner_product_distance(smallint[], smallint[]) IS 'inner product, under its AnalyticDB name';

CREATE FUNCTION negative_inner_product_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(float2[], float2[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(float2[], float4[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(float2[], smallint[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(float4[], float2[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(float4[], float4[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(float4[], smallint[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(smallint[], float2[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(smallint[], float4[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION negative_inner_product_distance(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'negative_inner_product' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION negative_inner_product_distance(smallint[], smallint[]) IS 'negative inner product, so that nearest comes first';

CREATE FUNCTION cosine_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(float2[], float2[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(float2[], float4[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(float2[], smallint[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(float4[], float2[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(float4[], float4[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(float4[], smallint[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(smallint[], float2[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(smallint[], float4[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_distance(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_distance(smallint[], smallint[]) IS 'cosine distance: 1 - cosine of the angle, from 0 to 2';

CREATE FUNCTION cosine_similarity(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(float2[], float2[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(float2[], float4[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(float2[], smallint[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(float4[], float2[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(float4[], float4[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(float4[], smallint[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(smallint[], float2[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(smallint[], float4[]) IS 'cosine of the angle';

CREATE FUNCTION cosine_similarity(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cosine_similarity(smallint[], smallint[]) IS 'cosine of the angle';

CREATE FUNCTION l1_distance(float2[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(float2[], float2[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(float2[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(float2[], float4[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(float2[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(float2[], smallint[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(float4[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(float4[], float2[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(float4[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(float4[], float4[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(float4[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(float4[], smallint[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(smallint[], float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(smallint[], float2[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(smallint[], float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(smallint[], float4[]) IS 'taxicab distance';

CREATE FUNCTION l1_distance(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l1_distance(smallint[], smallint[]) IS 'taxicab distance';

CREATE FUNCTION vector_dims(float2[]) RETURNS integer
	AS 'MODULE_PATHNAME', 'float2_vector_dims' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION vector_dims(float2[]) IS 'number of dimensions';

CREATE FUNCTION l2_norm(float2[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'float2_l2_norm' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_norm(float2[]) IS 'Euclidean length';

CREATE FUNCTION l2_normalize(float2[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'float2_l2_normalize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION l2_normalize(float2[]) IS 'vector of the same direction with Euclidean length 1; zeros stay zeros';

CREATE FUNCTION subvector(float2[], integer, integer) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'float2_subvector' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION subvector(float2[], integer, integer) IS 'part of a vector: from the element of that number (1 is the first), so many elements';

CREATE FUNCTION vector_concat(float2[], float2[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'float2_vector_concat' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION vector_concat(float2[], float2[]) IS 'both vectors one after the other';

CREATE FUNCTION binary_quantize(float2[]) RETURNS bit
	AS 'MODULE_PATHNAME', 'float2_binary_quantize' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION binary_quantize(float2[]) IS 'one bit an element: set where it is above zero';

CREATE FUNCTION isfinite(float2[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'float2_vector_isfinite' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION isfinite(float2[]) IS 'no element is NaN or infinite; for CHECK constraints';

CREATE FUNCTION float2_storage(dim integer) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_storage(integer) IS 'storage (PLAIN or EXTERNAL) that suits float2[] vectors of a dimension';

CREATE FUNCTION float2_set_storage(table_name regclass, column_name name, dim integer) RETURNS text
	AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION float2_set_storage(regclass, name, integer) IS 'set the storage of a vector column so that vectors of a dimension stay in the page where they fit; applies to new rows';

-- functions behind operators, aggregates, casts and operator classes

ALTER FUNCTION float2_l2_squared_distance(float2[], float2[]) COST 20;
ALTER FUNCTION float2_l2_squared_distance(float4[], float4[]) COST 20;

CREATE FUNCTION float2_eq(float2, float2) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_eq(float2, float2) IS 'equal; NaN equals NaN, -0 equals 0';

CREATE FUNCTION float2_ne(float2, float2) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_ne(float2, float2) IS 'not equal';

CREATE FUNCTION float2_lt(float2, float2) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_lt(float2, float2) IS 'less than';

CREATE FUNCTION float2_le(float2, float2) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_le(float2, float2) IS 'less than or equal';

CREATE FUNCTION float2_gt(float2, float2) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_gt(float2, float2) IS 'greater than; NaN is above everything';

CREATE FUNCTION float2_ge(float2, float2) RETURNS boolean
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_ge(float2, float2) IS 'greater than or equal';

CREATE FUNCTION float2_cmp(float2, float2) RETURNS integer
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_cmp(float2, float2) IS 'order: below, equal or above zero; NaN is above everything';

CREATE FUNCTION float2_sortsupport(internal) RETURNS void
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_sortsupport(internal) IS 'sort support';

CREATE FUNCTION float2_hash(float2) RETURNS integer
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_hash(float2) IS 'hash';

CREATE FUNCTION float2_hash_extended(float2, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_hash_extended(float2, bigint) IS 'hash with a seed';

CREATE FUNCTION float2_smaller(float2, float2) RETURNS float2
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_smaller(float2, float2) IS 'the smaller of two';

CREATE FUNCTION float2_larger(float2, float2) RETURNS float2
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_larger(float2, float2) IS 'the larger of two';

CREATE FUNCTION float2_vector_add(float2[], float2[]) RETURNS float2[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_vector_add(float2[], float2[]) IS 'elementwise sum';

CREATE FUNCTION float2_vector_sub(float2[], float2[]) RETURNS float2[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_vector_sub(float2[], float2[]) IS 'elementwise difference';

CREATE FUNCTION float2_vector_mul(float2[], float2[]) RETURNS float2[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_vector_mul(float2[], float2[]) IS 'elementwise product';

CREATE FUNCTION float2_accum(float8[], float2[]) RETURNS float8[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION float2_accum(float8[], float2[]) IS 'transition of sum and avg';

CREATE FUNCTION float2_combine(float8[], float8[]) RETURNS float8[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION float2_combine(float8[], float8[]) IS 'combination of two states of sum and avg';

CREATE FUNCTION float2_sum_final(float8[]) RETURNS float2[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_sum_final(float8[]) IS 'result of sum';

CREATE FUNCTION float2_avg_final(float8[]) RETURNS float2[]
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_avg_final(float8[]) IS 'result of avg';

CREATE FUNCTION float2_array(smallint[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'array_int2_to_f16' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_array(smallint[]) IS 'round a smallint vector to half precision';

CREATE FUNCTION float2_array(bigint[]) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'array_int8_to_f16' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_array(bigint[]) IS 'round a bigint vector to half precision';

CREATE FUNCTION float2_array(vector) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'vector_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_array(vector) IS 'round a vector of pgvector to half precision';

CREATE FUNCTION float2_array(halfvec) RETURNS float2[]
	AS 'MODULE_PATHNAME', 'halfvec_to_float2' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_array(halfvec) IS 'the same halves as float2[]';

CREATE FUNCTION float2_to_vector(float2[]) RETURNS vector
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_to_vector(float2[]) IS 'widen to a vector of pgvector, exactly';

CREATE FUNCTION float2_to_halfvec(float2[]) RETURNS halfvec
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION float2_to_halfvec(float2[]) IS 'the same halves as a halfvec of pgvector';

CREATE FUNCTION ann_norm(float2[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ann_norm(float2[]) IS 'length of a vector, for indexes by the cosine';

CREATE FUNCTION ann_norm(float4[]) RETURNS float8
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ann_norm(float4[]) IS 'length of a vector, for indexes by the cosine';

CREATE FUNCTION float2_l2_squared_distance(smallint[], smallint[]) RETURNS float8
	AS 'MODULE_PATHNAME', 'l2_squared_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION float2_l2_squared_distance(smallint[], smallint[]) IS 'squared Euclidean distance, for indexes';

CREATE FUNCTION ann_int2_support(internal) RETURNS internal
	AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ann_int2_support(internal) IS 'what an index needs to know of smallint vectors';

-- casts

CREATE CAST (smallint[] AS float2[]) WITH FUNCTION float2_array(smallint[]) AS ASSIGNMENT;
COMMENT ON CAST (smallint[] AS float2[]) IS 'rounds every element to nearest even';

CREATE CAST (bigint[] AS float2[]) WITH FUNCTION float2_array(bigint[]) AS ASSIGNMENT;
COMMENT ON CAST (bigint[] AS float2[]) IS 'rounds every element to nearest even; Infinity from 65520 on';

CREATE CAST (vector AS float2[]) WITH FUNCTION float2_array(vector) AS ASSIGNMENT;
COMMENT ON CAST (vector AS float2[]) IS 'rounds every element to nearest even; Infinity past 65519.99';

CREATE CAST (halfvec AS float2[]) WITH FUNCTION float2_array(halfvec) AS ASSIGNMENT;
COMMENT ON CAST (halfvec AS float2[]) IS 'exact';

CREATE CAST (float2[] AS vector) WITH FUNCTION float2_to_vector(float2[]) AS ASSIGNMENT;
COMMENT ON CAST (float2[] AS vector) IS 'exact; refuses NaN and Infinity, as vector does';

CREATE CAST (float2[] AS halfvec) WITH FUNCTION float2_to_halfvec(float2[]) AS ASSIGNMENT;
COMMENT ON CAST (float2[] AS halfvec) IS 'exact; refuses NaN and Infinity, as halfvec does';

-- operators

CREATE OPERATOR < (
	LEFTARG = float2, RIGHTARG = float2, FUNCTION = float2_lt, COMMUTATOR = >, NEGATOR = >=,
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (float2, float2) IS 'less than';

CREATE OPERATOR <= (
	LEFTARG = float2, RIGHTARG = float2, FUNCTION = float2_le, COMMUTATOR = >=, NEGATOR = >,
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (float2, float2) IS 'less than or equal';

CREATE OPERATOR = (
	LEFTARG = float2, RIGHTARG = float2, FUNCTION = float2_eq, COMMUTATOR = =, NEGATOR = <>,
	RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (float2, float2) IS 'equal; NaN equals NaN, -0 equals 0';

CREATE OPERATOR <> (
	LEFTARG = float2, RIGHTARG = float2, FUNCTION = float2_ne, COMMUTATOR = <>, NEGATOR = =,
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (float2, float2) IS 'not equal';

CREATE OPERATOR >= (
	LEFTARG = float2, RIGHTARG = float2, FUNCTION = float2_ge, COMMUTATOR = <=, NEGATOR = <,
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (float2, float2) IS 'greater than or equal';

CREATE OPERATOR > (
	LEFTARG = float2, RIGHTARG = float2, FUNCTION = float2_gt, COMMUTATOR = <, NEGATOR = <=,
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (float2, float2) IS 'greater than; NaN is above everything';

CREATE OPERATOR + (
	LEFTARG = float2[], RIGHTARG = float2[], FUNCTION = float2_vector_add, COMMUTATOR = +
);
COMMENT ON OPERATOR + (float2[], float2[]) IS 'elementwise sum';

CREATE OPERATOR - (
	LEFTARG = float2[], RIGHTARG = float2[], FUNCTION = float2_vector_sub
);
COMMENT ON OPERATOR - (float2[], float2[]) IS 'elementwise difference';

CREATE OPERATOR * (
	LEFTARG = float2[], RIGHTARG = float2[], FUNCTION = float2_vector_mul, COMMUTATOR = *
);
COMMENT ON OPERATOR * (float2[], float2[]) IS 'elementwise product';

CREATE OPERATOR <-> (
	LEFTARG = float2[], RIGHTARG = smallint[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (float2[], smallint[]) IS 'Euclidean distance';

CREATE OPERATOR <-> (
	LEFTARG = float4[], RIGHTARG = smallint[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (float4[], smallint[]) IS 'Euclidean distance';

CREATE OPERATOR <-> (
	LEFTARG = smallint[], RIGHTARG = float2[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (smallint[], float2[]) IS 'Euclidean distance';

CREATE OPERATOR <-> (
	LEFTARG = smallint[], RIGHTARG = float4[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (smallint[], float4[]) IS 'Euclidean distance';

CREATE OPERATOR <-> (
	LEFTARG = smallint[], RIGHTARG = smallint[], FUNCTION = l2_distance, COMMUTATOR = '<->'
);
COMMENT ON OPERATOR <-> (smallint[], smallint[]) IS 'Euclidean distance';

CREATE OPERATOR <#> (
	LEFTARG = float2[], RIGHTARG = float2[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (float2[], float2[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = float2[], RIGHTARG = float4[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (float2[], float4[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = float2[], RIGHTARG = smallint[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (float2[], smallint[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = float4[], RIGHTARG = float2[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (float4[], float2[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = float4[], RIGHTARG = float4[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (float4[], float4[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = float4[], RIGHTARG = smallint[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (float4[], smallint[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = smallint[], RIGHTARG = float2[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (smallint[], float2[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = smallint[], RIGHTARG = float4[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (smallint[], float4[]) IS 'negative inner product';

CREATE OPERATOR <#> (
	LEFTARG = smallint[], RIGHTARG = smallint[], FUNCTION = negative_inner_product_distance, COMMUTATOR = '<#>'
);
COMMENT ON OPERATOR <#> (smallint[], smallint[]) IS 'negative inner product';

CREATE OPERATOR <=> (
	LEFTARG = float2[], RIGHTARG = float2[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (float2[], float2[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = float2[], RIGHTARG = float4[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (float2[], float4[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = float2[], RIGHTARG = smallint[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (float2[], smallint[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = float4[], RIGHTARG = float2[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (float4[], float2[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = float4[], RIGHTARG = float4[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (float4[], float4[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = float4[], RIGHTARG = smallint[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (float4[], smallint[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = smallint[], RIGHTARG = float2[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (smallint[], float2[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = smallint[], RIGHTARG = float4[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (smallint[], float4[]) IS 'cosine distance';

CREATE OPERATOR <=> (
	LEFTARG = smallint[], RIGHTARG = smallint[], FUNCTION = cosine_distance, COMMUTATOR = '<=>'
);
COMMENT ON OPERATOR <=> (smallint[], smallint[]) IS 'cosine distance';

CREATE OPERATOR <+> (
	LEFTARG = float2[], RIGHTARG = float2[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (float2[], float2[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = float2[], RIGHTARG = float4[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (float2[], float4[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = float2[], RIGHTARG = smallint[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (float2[], smallint[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = float4[], RIGHTARG = float2[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (float4[], float2[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = float4[], RIGHTARG = float4[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (float4[], float4[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = float4[], RIGHTARG = smallint[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (float4[], smallint[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = smallint[], RIGHTARG = float2[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (smallint[], float2[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = smallint[], RIGHTARG = float4[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (smallint[], float4[]) IS 'taxicab distance';

CREATE OPERATOR <+> (
	LEFTARG = smallint[], RIGHTARG = smallint[], FUNCTION = l1_distance, COMMUTATOR = '<+>'
);
COMMENT ON OPERATOR <+> (smallint[], smallint[]) IS 'taxicab distance';

-- aggregates

CREATE AGGREGATE sum(float2[]) (
	SFUNC = float2_accum, STYPE = float8[], FINALFUNC = float2_sum_final,
	COMBINEFUNC = float2_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sum(float2[]) IS 'sum, element by element; added up in float8';

CREATE AGGREGATE avg(float2[]) (
	SFUNC = float2_accum, STYPE = float8[], FINALFUNC = float2_avg_final,
	COMBINEFUNC = float2_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE avg(float2[]) IS 'average, element by element; added up in float8';

CREATE AGGREGATE min(float2) (
	SFUNC = float2_smaller, STYPE = float2, COMBINEFUNC = float2_smaller, SORTOP = <, PARALLEL = SAFE
);
COMMENT ON AGGREGATE min(float2) IS 'smallest value';

CREATE AGGREGATE max(float2) (
	SFUNC = float2_larger, STYPE = float2, COMBINEFUNC = float2_larger, SORTOP = >, PARALLEL = SAFE
);
COMMENT ON AGGREGATE max(float2) IS 'largest value; NaN is above everything';

-- operator classes

CREATE OPERATOR CLASS float2_ops
	DEFAULT FOR TYPE float2 USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 float2_cmp(float2, float2),
	FUNCTION 2 float2_sortsupport(internal);
COMMENT ON OPERATOR CLASS float2_ops USING btree IS 'order of float2';
COMMENT ON OPERATOR FAMILY float2_ops USING btree IS 'order of float2';

CREATE OPERATOR CLASS float2_ops
	DEFAULT FOR TYPE float2 USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 float2_hash(float2),
	FUNCTION 2 float2_hash_extended(float2, bigint);
COMMENT ON OPERATOR CLASS float2_ops USING hash IS 'equality of float2';
COMMENT ON OPERATOR FAMILY float2_ops USING hash IS 'equality of float2';

ALTER OPERATOR FAMILY float2_l2_ops USING ann ADD
	OPERATOR 1 <-> (float2[], smallint[]) FOR ORDER BY float_ops;

ALTER OPERATOR FAMILY float4_l2_ops USING ann ADD
	OPERATOR 1 <-> (float4[], smallint[]) FOR ORDER BY float_ops;

CREATE OPERATOR CLASS float2_ip_ops
	FOR TYPE float2[] USING ann AS
	OPERATOR 1 <#> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float2[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float2[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
COMMENT ON OPERATOR CLASS float2_ip_ops USING ann IS 'inner product of half-precision vectors';
COMMENT ON OPERATOR FAMILY float2_ip_ops USING ann IS 'inner product of half-precision vectors';

CREATE OPERATOR CLASS float2_cosine_ops
	FOR TYPE float2[] USING ann AS
	OPERATOR 1 <=> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float2[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float2[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float2[], float2[]),
	FUNCTION 2 ann_norm(float2[]),
	FUNCTION 3 ann_float2_support(internal);
COMMENT ON OPERATOR CLASS float2_cosine_ops USING ann IS 'cosine distance of half-precision vectors';
COMMENT ON OPERATOR FAMILY float2_cosine_ops USING ann IS 'cosine distance of half-precision vectors';

CREATE OPERATOR CLASS float2_l1_ops
	FOR TYPE float2[] USING ann AS
	OPERATOR 1 <+> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <+> (float2[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <+> (float2[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 l1_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
COMMENT ON OPERATOR CLASS float2_l1_ops USING ann IS 'taxicab distance of half-precision vectors';
COMMENT ON OPERATOR FAMILY float2_l1_ops USING ann IS 'taxicab distance of half-precision vectors';

CREATE OPERATOR CLASS float4_ip_ops
	FOR TYPE float4[] USING ann AS
	OPERATOR 1 <#> (float4[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float4[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <#> (float4[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float4[], float4[]),
	FUNCTION 3 ann_float4_support(internal);
COMMENT ON OPERATOR CLASS float4_ip_ops USING ann IS 'inner product of float4 vectors';
COMMENT ON OPERATOR FAMILY float4_ip_ops USING ann IS 'inner product of float4 vectors';

CREATE OPERATOR CLASS float4_cosine_ops
	FOR TYPE float4[] USING ann AS
	OPERATOR 1 <=> (float4[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float4[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <=> (float4[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float4[], float4[]),
	FUNCTION 2 ann_norm(float4[]),
	FUNCTION 3 ann_float4_support(internal);
COMMENT ON OPERATOR CLASS float4_cosine_ops USING ann IS 'cosine distance of float4 vectors';
COMMENT ON OPERATOR FAMILY float4_cosine_ops USING ann IS 'cosine distance of float4 vectors';

CREATE OPERATOR CLASS float4_l1_ops
	FOR TYPE float4[] USING ann AS
	OPERATOR 1 <+> (float4[], float4[]) FOR ORDER BY float_ops,
	OPERATOR 1 <+> (float4[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <+> (float4[], smallint[]) FOR ORDER BY float_ops,
	FUNCTION 1 l1_distance(float4[], float4[]),
	FUNCTION 3 ann_float4_support(internal);
COMMENT ON OPERATOR CLASS float4_l1_ops USING ann IS 'taxicab distance of float4 vectors';
COMMENT ON OPERATOR FAMILY float4_l1_ops USING ann IS 'taxicab distance of float4 vectors';

CREATE OPERATOR CLASS int2_l2_ops
	DEFAULT FOR TYPE smallint[] USING ann AS
	OPERATOR 1 <-> (smallint[], smallint[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (smallint[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (smallint[], float4[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(smallint[], smallint[]),
	FUNCTION 3 ann_int2_support(internal);
COMMENT ON OPERATOR CLASS int2_l2_ops USING ann IS 'Euclidean distance of smallint vectors';
COMMENT ON OPERATOR FAMILY int2_l2_ops USING ann IS 'Euclidean distance of smallint vectors';
