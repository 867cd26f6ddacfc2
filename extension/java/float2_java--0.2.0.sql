-- complain if the script is sourced in psql rather than run by CREATE EXTENSION
\echo Use "CREATE EXTENSION float2_java CASCADE" to load this file. \quit

-- The functions are for every role, as the native ones are. PL/Java reads its class paths as the calling role and opens its
-- schema to all where it makes it; CREATE EXTENSION made it before PL/Java could.
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;
GRANT USAGE ON SCHEMA sqlj TO PUBLIC;

CREATE FUNCTION kernel_info(
		OUT provider text, OUT library text, OUT instruction_set text, OUT java text, OUT reason text) RETURNS record
	AS 'io.float2.udf.KernelReport.kernelInfo' LANGUAGE javau STABLE PARALLEL RESTRICTED;
COMMENT ON FUNCTION kernel_info() IS
	'which provider does the work (panama, jna or java), with which library and instruction set, on which Java, and why a better one does not';

-- Without our classes every call would fail later on, so that is found out now.
DO $do$
BEGIN
	PERFORM kernel_info();
EXCEPTION WHEN OTHERS THEN
	RAISE EXCEPTION 'the Java classes of float2 cannot be used: %', SQLERRM
		USING ERRCODE = SQLSTATE,
			HINT = 'The server''s Java must be started with float2-pljava-udfs.jar on its class path; '
				'"float2 doctor --install-java" makes the settings for this.';
END
$do$;

-- the Java methods, each the twin of a function below: java_ and its name, smallint[] for float2[]

CREATE FUNCTION java_array_f32_to_f16(float4[]) RETURNS smallint[]
	AS 'short[]=io.float2.udf.VectorFunctions.toHalf(float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_array_f32_to_f16(float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_array_f32_to_f16(float4[]) IS 'Java behind array_f32_to_f16; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_array_f16_to_f32(smallint[]) RETURNS float4[]
	AS 'float[]=io.float2.udf.VectorFunctions.toFloat(short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_array_f16_to_f32(smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_array_f16_to_f32(smallint[]) IS 'Java behind array_f16_to_f32; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_distance(smallint[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2Distance(short[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_distance(smallint[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_distance(smallint[], smallint[]) IS 'Java behind l2_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_distance(smallint[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2Distance(short[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_distance(smallint[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_distance(smallint[], float4[]) IS 'Java behind l2_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_distance(float4[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2Distance(float[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_distance(float4[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_distance(float4[], smallint[]) IS 'Java behind l2_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_distance(float4[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2Distance(float[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_distance(float4[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_distance(float4[], float4[]) IS 'Java behind l2_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_squared_distance(smallint[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2SquaredDistance(short[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_squared_distance(smallint[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_squared_distance(smallint[], smallint[]) IS 'Java behind l2_squared_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_squared_distance(smallint[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2SquaredDistance(short[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_squared_distance(smallint[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_squared_distance(smallint[], float4[]) IS 'Java behind l2_squared_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_squared_distance(float4[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2SquaredDistance(float[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_squared_distance(float4[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_squared_distance(float4[], smallint[]) IS 'Java behind l2_squared_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_squared_distance(float4[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.l2SquaredDistance(float[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_squared_distance(float4[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_squared_distance(float4[], float4[]) IS 'Java behind l2_squared_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_inner_product(smallint[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.innerProduct(short[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_inner_product(smallint[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_inner_product(smallint[], smallint[]) IS 'Java behind inner_product; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_inner_product(smallint[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.innerProduct(short[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_inner_product(smallint[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_inner_product(smallint[], float4[]) IS 'Java behind inner_product; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_inner_product(float4[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.innerProduct(float[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_inner_product(float4[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_inner_product(float4[], smallint[]) IS 'Java behind inner_product; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_inner_product(float4[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.innerProduct(float[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_inner_product(float4[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_inner_product(float4[], float4[]) IS 'Java behind inner_product; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_cosine_distance(smallint[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.cosineDistance(short[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_cosine_distance(smallint[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_cosine_distance(smallint[], smallint[]) IS 'Java behind cosine_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_cosine_distance(smallint[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.cosineDistance(short[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_cosine_distance(smallint[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_cosine_distance(smallint[], float4[]) IS 'Java behind cosine_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_cosine_distance(float4[], smallint[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.cosineDistance(float[],short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_cosine_distance(float4[], smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_cosine_distance(float4[], smallint[]) IS 'Java behind cosine_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_cosine_distance(float4[], float4[]) RETURNS float8
	AS 'double=io.float2.udf.VectorFunctions.cosineDistance(float[],float[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_cosine_distance(float4[], float4[]) FROM PUBLIC;
COMMENT ON FUNCTION java_cosine_distance(float4[], float4[]) IS 'Java behind cosine_distance; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_l2_normalize(smallint[]) RETURNS smallint[]
	AS 'short[]=io.float2.udf.VectorFunctions.l2Normalize(short[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_l2_normalize(smallint[]) FROM PUBLIC;
COMMENT ON FUNCTION java_l2_normalize(smallint[]) IS 'Java behind l2_normalize; not to be called: it takes a NULL element for 0';

CREATE FUNCTION java_gen_rand_f2_arr(integer, float8[]) RETURNS smallint[]
	AS 'short[]=io.float2.udf.VectorFunctions.scale(int,double[])'
	LANGUAGE javau IMMUTABLE STRICT PARALLEL RESTRICTED COST 100;
REVOKE ALL ON FUNCTION java_gen_rand_f2_arr(integer, float8[]) FROM PUBLIC;
COMMENT ON FUNCTION java_gen_rand_f2_arr(integer, float8[]) IS 'Java behind gen_rand_f2_arr; not to be called: it takes a NULL element for 0';

-- the functions: what a vector must be is checked before Java is called

CREATE FUNCTION array_f32_to_f16(float4[]) RETURNS float2[]
	AS '$libdir/float2', 'float2_java_vector' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION array_f32_to_f16(float4[]) IS 'round a float4 vector to half precision, in Java';

CREATE FUNCTION array_f16_to_f32(float2[]) RETURNS float4[]
	AS '$libdir/float2', 'float2_java_vector' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION array_f16_to_f32(float2[]) IS 'widen a half-precision vector to float4, exactly, in Java';

CREATE FUNCTION l2_distance(float2[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_distance(float2[], float2[]) IS 'Euclidean distance, in Java';

CREATE FUNCTION l2_distance(float2[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_distance(float2[], float4[]) IS 'Euclidean distance, in Java';

CREATE FUNCTION l2_distance(float4[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_distance(float4[], float2[]) IS 'Euclidean distance, in Java';

CREATE FUNCTION l2_distance(float4[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_distance(float4[], float4[]) IS 'Euclidean distance, in Java';

CREATE FUNCTION l2_squared_distance(float2[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_squared_distance(float2[], float2[]) IS 'squared Euclidean distance, in Java';

CREATE FUNCTION l2_squared_distance(float2[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_squared_distance(float2[], float4[]) IS 'squared Euclidean distance, in Java';

CREATE FUNCTION l2_squared_distance(float4[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_squared_distance(float4[], float2[]) IS 'squared Euclidean distance, in Java';

CREATE FUNCTION l2_squared_distance(float4[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_squared_distance(float4[], float4[]) IS 'squared Euclidean distance, in Java';

CREATE FUNCTION inner_product(float2[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION inner_product(float2[], float2[]) IS 'inner product, in Java';

CREATE FUNCTION inner_product(float2[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION inner_product(float2[], float4[]) IS 'inner product, in Java';

CREATE FUNCTION inner_product(float4[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION inner_product(float4[], float2[]) IS 'inner product, in Java';

CREATE FUNCTION inner_product(float4[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION inner_product(float4[], float4[]) IS 'inner product, in Java';

CREATE FUNCTION cosine_distance(float2[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION cosine_distance(float2[], float2[]) IS 'cosine distance, in Java';

CREATE FUNCTION cosine_distance(float2[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION cosine_distance(float2[], float4[]) IS 'cosine distance, in Java';

CREATE FUNCTION cosine_distance(float4[], float2[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION cosine_distance(float4[], float2[]) IS 'cosine distance, in Java';

CREATE FUNCTION cosine_distance(float4[], float4[]) RETURNS float8
	AS '$libdir/float2', 'float2_java_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION cosine_distance(float4[], float4[]) IS 'cosine distance, in Java';

CREATE FUNCTION l2_normalize(float2[]) RETURNS float2[]
	AS '$libdir/float2', 'float2_java_vector' LANGUAGE C IMMUTABLE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION l2_normalize(float2[]) IS 'vector of the same direction with Euclidean length 1; zeros stay zeros, in Java';

CREATE FUNCTION gen_rand_f2_arr(max integer, dim integer) RETURNS float2[]
	AS '$libdir/float2', 'float2_java_random' LANGUAGE C VOLATILE STRICT PARALLEL RESTRICTED COST 120;
COMMENT ON FUNCTION gen_rand_f2_arr(integer, integer) IS 'vector of dim random values, uniform in [0, max); repeatable by setseed, in Java';
