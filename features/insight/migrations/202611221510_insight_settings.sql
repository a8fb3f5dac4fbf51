-- How figures are counted. One row. The zone follows the company's: a reaction tells it.
create table insight_settings (
    id ID_KEY,
    zone TEXT NOT NULL,
    window_days BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
insert into insight_settings (id, zone, window_days, version) values (1, 'UTC', 7, 1);
