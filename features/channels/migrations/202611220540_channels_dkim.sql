create table channels_dkim (
    id ID_KEY,
    domain TEXT NOT NULL,
    selector TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    private_key BYTES NOT NULL,
    public_key TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    found_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index channels_dkim_selector on channels_dkim (domain, selector);
