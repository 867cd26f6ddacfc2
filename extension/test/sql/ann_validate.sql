-- what ann and ann_ivfflat find wrong with operator classes, one thing at a time

CREATE FUNCTION validate(class text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	method text;
	result bool;
BEGIN
	SELECT amname, amvalidate(c.oid) INTO STRICT method, result
	  FROM pg_opclass AS c JOIN pg_am AS a ON a.oid = c.opcmethod WHERE c.opcname = class;
	EXECUTE format('DROP OPERATOR FAMILY %I USING %I', class, method);
	RETURN result;
END $$;

-- a right one of each
CREATE OPERATOR CLASS graph_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <=> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float2[], float2[]),
	FUNCTION 2 ann_norm(float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('graph_ops');
CREATE OPERATOR CLASS lists_ops FOR TYPE float4[] USING ann_ivfflat AS
	OPERATOR 1 <=> (float4[], float4[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float4[], float4[]),
	FUNCTION 2 ann_norm(float4[]),
	FUNCTION 3 ann_spherical_distance(float4[], float4[]),
	FUNCTION 4 ann_norm(float4[]),
	FUNCTION 5 ann_ivfflat_float4_support(internal);
SELECT validate('lists_ops');

-- operators: the strategy, the purpose, none at all, the order of its own type missing
CREATE OPERATOR CLASS strategy_ops FOR TYPE float2[] USING ann AS
	OPERATOR 2 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('strategy_ops');
CREATE OPERATOR CLASS purpose_ops FOR TYPE float4[] USING ann_ivfflat AS
	OPERATOR 1 = (anyarray, anyarray),
	OPERATOR 1 <-> (float4[], float4[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float4[], float4[]),
	FUNCTION 3 l2_distance(float4[], float4[]),
	FUNCTION 5 ann_ivfflat_float4_support(internal);
SELECT validate('purpose_ops');
CREATE OPERATOR CLASS none_ops FOR TYPE float2[] USING ann AS
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('none_ops');
CREATE OPERATOR CLASS other_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float4[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('other_ops');

-- operators: another distance than the functions, another type on the left, one on the right that is no array, another sort
CREATE OPERATOR CLASS distance_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <=> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('distance_ops');
CREATE OPERATOR CLASS norm_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <#> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float2[], float2[]),
	FUNCTION 2 ann_norm(float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('norm_ops');
CREATE OPERATOR CLASS left_ops FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float4[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 l2_distance(float2[], float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
SELECT validate('left_ops');
CREATE FUNCTION text_distance(float2[], text) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 0::float8';
CREATE OPERATOR <-> (LEFTARG = float2[], RIGHTARG = text, FUNCTION = text_distance);
CREATE OPERATOR CLASS right_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	OPERATOR 1 <-> (float2[], text) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('right_ops');
DROP OPERATOR <-> (float2[], text);
DROP FUNCTION text_distance;
CREATE OPERATOR CLASS sort_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY integer_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('sort_ops');

-- functions: missing, of a wrong signature, a similarity, told of another type, of none that there is, told of another method
CREATE OPERATOR CLASS missing_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]);
SELECT validate('missing_ops');
CREATE OPERATOR CLASS missing_kmeans_ops FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
SELECT validate('missing_kmeans_ops');
CREATE OPERATOR CLASS signature_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_vector_add(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('signature_ops');
CREATE OPERATOR CLASS mixed_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 l2_distance(float2[], float4[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('mixed_ops');
CREATE OPERATOR CLASS similarity_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <#> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 inner_product(float2[], float2[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('similarity_ops');
CREATE OPERATOR CLASS type_ops FOR TYPE float4[] USING ann_ivfflat AS
	OPERATOR 1 <-> (float4[], float4[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float4[], float4[]),
	FUNCTION 3 l2_distance(float4[], float4[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
SELECT validate('type_ops');
CREATE FUNCTION four_distance(int[], int[]) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT 0::float8';
CREATE OPERATOR <-> (LEFTARG = int[], RIGHTARG = int[], FUNCTION = four_distance);
CREATE OPERATOR CLASS four_ops FOR TYPE int[] USING ann AS
	OPERATOR 1 <-> (int[], int[]) FOR ORDER BY float_ops,
	FUNCTION 1 four_distance(int[], int[]),
	FUNCTION 3 ann_float2_support(internal);
SELECT validate('four_ops');
DROP OPERATOR <-> (int[], int[]);
DROP FUNCTION four_distance;
CREATE OPERATOR CLASS method_ops FOR TYPE float2[] USING ann AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 ann_ivfflat_float2_support(internal);
SELECT validate('method_ops');

-- the distance for k-means: one that does not fit, one without the length that it needs, one with a length that it must not have
CREATE OPERATOR CLASS kmeans_ops FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 l1_distance(float2[], float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
SELECT validate('kmeans_ops');
CREATE OPERATOR CLASS length_ops FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <#> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 negative_inner_product_distance(float2[], float2[]),
	FUNCTION 3 ann_spherical_distance(float2[], float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
SELECT validate('length_ops');
CREATE OPERATOR CLASS no_length_ops FOR TYPE float2[] USING ann_ivfflat AS
	OPERATOR 1 <-> (float2[], float2[]) FOR ORDER BY float_ops,
	FUNCTION 1 float2_l2_squared_distance(float2[], float2[]),
	FUNCTION 3 l2_distance(float2[], float2[]),
	FUNCTION 4 ann_norm(float2[]),
	FUNCTION 5 ann_ivfflat_float2_support(internal);
SELECT validate('no_length_ops');

DROP FUNCTION validate;
