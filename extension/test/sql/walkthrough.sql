-- the statements of the guide to half-precision columns, as its readers type them
-- (without DISTRIBUTED BY, which is not stock PostgreSQL)

CREATE TABLE FACE_TABLE (
C1 INT PRIMARY KEY,
C2 FLOAT2[],
C3 VARCHAR(20)
);

-- three ways to write a vector
INSERT INTO FACE_TABLE (C1, C2, C3)
VALUES (1, ARRAY[1.3, 2.4, 5.6]::FLOAT2[], 'name1');
INSERT INTO FACE_TABLE (c1, c2, c3)
VALUES (2, ARRAY [3.4, 6.1, 7.6]::REAL[], 'name2');
INSERT INTO FACE_TABLE (c1, c2, c3)
VALUES (3, ARRAY [9.5, 1.2, 0.6]::FLOAT4[],'name3');
SELECT * FROM FACE_TABLE;

-- sizes: 10,000 vectors of 1,024, kept in the page.  The guide's server has pages of 32 kB and shows 45 and 21 MB; pages
-- of 8 kB hold one row of float4 (4,152 bytes) or three of float2 (2,104 bytes).
CREATE TABLE TAB1(A FLOAT4[]);
CREATE TABLE TAB2(A FLOAT2[]);
ALTER TABLE TAB1 ALTER A SET STORAGE PLAIN;
ALTER TABLE TAB2 ALTER A SET STORAGE PLAIN;
INSERT INTO TAB1
SELECT GEN_RAND_F2_ARR (1, 1024) FROM GENERATE_SERIES (1,10000);
INSERT INTO TAB2
SELECT GEN_RAND_F2_ARR (1, 1024) FROM GENERATE_SERIES (1,10000);
SELECT PG_SIZE_PRETTY (PG_RELATION_SIZE('tab1'));
SELECT PG_SIZE_PRETTY (PG_RELATION_SIZE('tab2'));
SELECT pg_relation_size('tab2') <= 0.51 * pg_relation_size('tab1') AS about_half;

-- the row itself: half and 24 bytes of array header
SELECT pg_column_size(a) FROM tab1 LIMIT 1;
SELECT pg_column_size(a) FROM tab2 LIMIT 1;

-- conversions of whole tables
SELECT count(*), min(array_length(v, 1)), max(array_length(v, 1)) FROM (SELECT ARRAY_F32_TO_F16(a) AS v FROM TAB1) AS s;
SELECT count(*), min(array_length(v, 1)), max(array_length(v, 1)) FROM (SELECT ARRAY_F16_TO_F32(a) AS v FROM TAB2) AS s;
SELECT count(*) FROM tab1 WHERE ARRAY_F16_TO_F32(ARRAY_F32_TO_F16(a)) <> a;
DROP TABLE TAB1, TAB2;

-- distances
SELECT L2_DISTANCE(ARRAY[1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0]::FLOAT2[],
ARRAY[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]::FLOAT2[]);
SELECT L2_DISTANCE(ARRAY[1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0]:: FLOAT4[],
ARRAY [0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]:: FLOAT2[]);
SELECT L2_DISTANCE (ARRAY[1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0,1.0]:: FLOAT2[],
ARRAY [0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]::FLOAT2[]);
DROP TABLE FACE_TABLE;

-- the security system: table, index, rows, search
CREATE TABLE FACE_TABLE ( C1 INT PRIMARY KEY, C2 FLOAT2[], C3 VARCHAR(20) );
CREATE INDEX FACE_TABLE_IDX ON FACE_TABLE USING ANN(C2) WITH(dim=10);

-- the guide goes on with vectors of 3: an index of 10 refuses them
INSERT INTO FACE_TABLE (C1, C2, C3) VALUES (1, ARRAY[1.3, 2.4, 5.6]::FLOAT2[], 'name1');

-- with the dimension that the rows have
DROP INDEX FACE_TABLE_IDX;
CREATE INDEX FACE_TABLE_IDX ON FACE_TABLE USING ANN(C2) WITH(dim=3);
INSERT INTO FACE_TABLE (C1, C2, C3) VALUES (1, ARRAY[1.3, 2.4, 5.6]::FLOAT2[], 'name1');
INSERT INTO FACE_TABLE (c1, c2, c3) VALUES (2, ARRAY[3.4, 6.1, 7.6]::REAL[], 'name2');
INSERT INTO FACE_TABLE (c1, c2, c3) VALUES (3, ARRAY[9.5, 1.2, 0.6]::FLOAT4[],'name3');

-- the guide's search orders by C1, the key: there is no distance between a number and a vector
SELECT * FROM FACE_TABLE ORDER BY C1 <-> ARRAY[2.81574,9.84361,8.07218]:: FLOAT2[] LIMIT 10;
SELECT * FROM FACE_TABLE ORDER BY C2 <-> ARRAY[2.81574,9.84361,8.07218]:: FLOAT2[] LIMIT 10;
SET enable_seqscan = off;
SELECT * FROM FACE_TABLE ORDER BY C2 <-> ARRAY[2.81574,9.84361,8.07218]:: FLOAT2[] LIMIT 10;
EXPLAIN (COSTS OFF) SELECT * FROM FACE_TABLE ORDER BY C2 <-> ARRAY[2.81574,9.84361,8.07218]:: FLOAT2[] LIMIT 10;
DROP TABLE FACE_TABLE;
