-- When the department works. A calendar is read and saved whole, so its week and its holidays are one text each.
create table service_levels_calendars (
    id ID_KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    -- A zone of the time zone database.
    time_zone TEXT NOT NULL,
    week TEXT NOT NULL,
    holidays TEXT NOT NULL,
    -- The department's own: what counts where nothing else is said.
    is_default BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index service_levels_calendars_name on service_levels_calendars (name_folded);
create unique index service_levels_calendars_default on service_levels_calendars (is_default) where is_default = TRUE;

create view pub_service_levels_calendars as
    select id, name, time_zone, week, holidays, is_default, version from service_levels_calendars;
