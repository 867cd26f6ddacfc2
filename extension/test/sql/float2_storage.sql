-- storage that keeps vectors in the page

SELECT dim, float2_storage(dim) FROM unnest(ARRAY[1, 128, 1024, 4000, 4004, 4005, 16000]) AS dim;
SELECT float2_storage(0);
SELECT float2_storage(16001);

CREATE TABLE stored (id int, half float2[], single float4[], label text, "Odd Name" float2[]);
SELECT float2_set_storage('stored', 'half', 1024), float2_set_storage('stored', 'single', 1024), float2_set_storage('stored', 'Odd Name', 5000);
SELECT attname, attstorage FROM pg_attribute WHERE attrelid = 'stored'::regclass AND attnum > 0 ORDER BY attnum;
SELECT float2_set_storage('stored', 'single', 2048);
SELECT attstorage FROM pg_attribute WHERE attrelid = 'stored'::regclass AND attname = 'single';

-- in the page, not in the TOAST table
INSERT INTO stored (id, half) SELECT i, v FROM generate_series(1, 100) AS i, (SELECT gen_rand_f2_arr(1, 1024) AS v) AS s;
SELECT pg_relation_size(reltoastrelid) AS out_of_line FROM pg_class WHERE oid = 'stored'::regclass;

SELECT float2_set_storage('stored', 'nothing', 10);
SELECT float2_set_storage('stored', 'label', 10);
SELECT float2_set_storage(0, 'label', 10);
SELECT float2_set_storage('stored', 'half', 0);

-- only who may alter the table
CREATE ROLE float2_reader;
GRANT SELECT ON stored TO float2_reader;
SET ROLE float2_reader;
SELECT float2_set_storage('stored', 'half', 10);
RESET ROLE;
DROP TABLE stored;
DROP ROLE float2_reader;
