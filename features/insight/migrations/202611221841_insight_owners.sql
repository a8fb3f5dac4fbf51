-- Who answers for what a metric says, and what they note beside it: one row for each change, the newest counts. 0 is nobody.
create table insight_metric_owners (
    metric TEXT NOT NULL,
    version BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    note TEXT NOT NULL,
    changed_by BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (metric, version)
) LINK_TABLE;
