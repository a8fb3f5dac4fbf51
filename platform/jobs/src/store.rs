//! SQL text of the queue.

db::sql! {
    INSERT = "insert into jobs_queue (id, kind, payload, run_at, attempts, unique_key, made_at, set_at) values ($1, $2, $3, $4, 0, $5, $6, $7)
              on conflict (kind, unique_key) do nothing";
    DONE = "delete from jobs_queue where id = $1";
    CANCEL = "delete from jobs_queue where kind = $1 and unique_key = $2";
    AGAIN = "update jobs_queue set run_at = $1, set_at = $2, holder = '' where id = $3";
    UNTRIED = "update jobs_queue set run_at = $1, set_at = $2, holder = '', attempts = attempts - 1 where id = $3";
    RENEW = "update jobs_queue set run_at = $1, set_at = $2 where id = $3";
    PARK = "insert into jobs_parked (id, kind, payload, attempts, unique_key, made_at, parked_at, error)
            select id, kind, payload, attempts, unique_key, made_at, $1, $2 from jobs_queue where id = $3";
    PARKED = "select id, kind, payload, attempts, made_at, parked_at, error from jobs_parked where (parked_at, id) < ($1, $2)
              order by parked_at desc, id desc limit 201";
    RETURN = "insert into jobs_queue (id, kind, payload, run_at, attempts, unique_key, made_at, set_at)
              select id, kind, payload, $1, 0, unique_key, made_at, $2 from jobs_parked where id = $3 on conflict (kind, unique_key) do nothing";
    UNPARK = "delete from jobs_parked where id = $1";
    RELEASE = "update jobs_queue set run_at = $1, set_at = $2, holder = '' where holder = $3";
    AHEAD = "update jobs_queue set run_at = run_at - set_at + $1, set_at = $2 where set_at > $3";
    DEPTH = "select kind, count(*), min(run_at) from jobs_queue group by kind order by kind";
    NEXT = "select min(run_at) from jobs_queue where kind = $1";
}
