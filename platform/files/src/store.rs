//! SQL text of blobs.

db::sql! {
    INSERT = "insert into files_blobs (id, hash, size, made_at, bytes) values ($1, $2, $3, $4, $5) on conflict (hash) do nothing";
    FIND = "select bytes from files_blobs where hash = $1";
    ALL = "select hash, bytes from files_blobs order by hash";
    OUTSIDE_ROWS = "select hash from files_blobs where bytes is null order by hash";
}
