-- Numbers from elsewhere, with a value for each day or each month.
create table insight_series (
    id ID_KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    -- 1 a value for each day, 2 for each month.
    every BIGINT NOT NULL,
    -- 1 values add up, 2 values are levels: over some days their mean counts.
    kind BIGINT NOT NULL,
    -- As EUR; empty for plain numbers.
    currency TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index insight_series_code on insight_series (code);
insert into insight_series (id, code, name, every, kind, currency, version) values (1, 'active_customers', 'Active customers', 2, 2, '', 1);
insert into insight_series (id, code, name, every, kind, currency, version) values (2, 'orders', 'Orders', 2, 1, '', 1);
insert into insight_series (id, code, name, every, kind, currency, version) values (3, 'cost', 'Cost of the department', 2, 1, 'EUR', 1);

create table insight_series_values (
    series_id BIGINT NOT NULL,
    -- The day, or the first day of the month, as days since 1970-01-01.
    day BIGINT NOT NULL,
    -- In hundredths.
    value BIGINT NOT NULL,
    PRIMARY KEY (series_id, day)
) STRICT_TABLE;

-- What contacts are divided by: the code of a series.
alter table insight_settings add column contacts_per TEXT NOT NULL DEFAULT 'active_customers';
