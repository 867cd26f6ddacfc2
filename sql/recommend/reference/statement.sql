-- The statement that the recommender answers like, as it was published: three pools for each tag, the read list as jsonb. It is a script
-- for pgbench, with recommend_reference and recommend on the search path; :users is the number of users and :parts that of the parts.
\set uid random(1, :users)
\set mod random(0, :parts - 1)

select
  (
    select array_agg(vid) from
    (
      select vid from pool_global t1
      where t1.tag=t.tag
      and t1.vid not in (select jsonb_array_elements_text( readlist[:mod] )::int8  from users where uid=:uid)
      and abs(mod(hashint8(vid),50)) = :mod
      order by t1.score desc
      limit ceil(t.limits*0.5)
    ) x   -- global pool 50 %
  ) as global_pool,
  (
    select array_agg(vid) from
    (
      select vid from pool_province t1
      where t1.tag=t.tag
      and t1.pid=(select pid from users where uid=:uid)
      and t1.vid not in (select jsonb_array_elements_text( readlist[:mod] )::int8  from users where uid=:uid)
      and abs(mod(hashint8(vid),50)) = :mod
      order by t1.score desc
      limit ceil(t.limits*0.3)
    ) x   -- province pool 30 %
  ) as province_pool,
  (
    select array_agg(vid) from
    (
      select vid from pool_city t1
      where t1.tag=t.tag
      and t1.cid=(select cid from users where uid=:uid)
      and t1.vid not in (select jsonb_array_elements_text( readlist[:mod] )::int8  from users where uid=:uid)
      and abs(mod(hashint8(vid),50)) = :mod
      order by t1.score desc
      limit ceil(t.limits*0.2)
    ) x    -- city pool 20 %
  ) as city_pool
from
(
  select (unnest(tag_scores1)).tag as tag, (unnest(tag_scores1)).limits as limits from
    users where uid=:uid
) t;
