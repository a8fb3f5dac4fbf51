-- Rises with every change that can alter who may do what; nodes compare it before they trust what they remember.
-- One row that all such changes touch, so that two of them never pass each other unseen.
create table access_epoch (id ID_KEY, value BIGINT NOT NULL) STRICT_TABLE;
insert into access_epoch (id, value) values (1, 1);

create table access_company (
    id ID_KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    language TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;

-- How far the demo company is; one row while there is or was one.
create table access_setup (
    id ID_KEY,
    state TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    detail TEXT NOT NULL
) STRICT_TABLE;

create table access_roles (
    id ID_KEY,
    -- The word of a built-in role, whose permissions come from the program; empty for a custom role.
    builtin TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    sees TEXT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_roles_name on access_roles (name_folded);

create table access_role_permissions (
    role_id BIGINT NOT NULL,
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, permission)
) LINK_TABLE;

insert into access_roles (id, builtin, name, name_folded, sees, version) values
    (1, 'administrator', 'Administrator', 'administrator', 'all', 1),
    (2, 'manager', 'Manager', 'manager', 'all', 1),
    (3, 'lead', 'Lead', 'lead', 'teams', 1),
    (4, 'agent', 'Agent', 'agent', 'teams', 1),
    (5, 'light_agent', 'Light agent', 'light agent', 'mine', 1);

create table access_people (
    id ID_KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    role_id BIGINT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    signature_html TEXT NOT NULL,
    avatar_color TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    -- Empty when nobody can sign in with a password.
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_people_email on access_people (email_folded);
create index access_people_name on access_people (name_folded, id);
create index access_people_role on access_people (role_id);

create table access_teams (
    id ID_KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create unique index access_teams_name on access_teams (name_folded);

create table access_team_members (
    team_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    PRIMARY KEY (team_id, person_id)
) LINK_TABLE;
create index access_team_members_person on access_team_members (person_id, team_id);

create view pub_access_people as select id, name, active, avatar_color from access_people;
create view pub_access_teams as select id, name from access_teams;
create view pub_access_team_members as select team_id, person_id from access_team_members;
