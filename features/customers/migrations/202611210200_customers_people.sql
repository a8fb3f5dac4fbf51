-- Texts in prefix columns are folded before and compared byte by byte on both engines.

create table customers_organisations (
    id ID_KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
-- only: postgres
alter table customers_organisations alter column name_folded type text collate "C";
create index customers_organisations_name on customers_organisations (name_folded, id);

create table customers_organisation_domains (
    domain TEXT PRIMARY KEY,
    organisation_id BIGINT NOT NULL
) LINK_TABLE;
create index customers_organisation_domains_owner on customers_organisation_domains (organisation_id);

create table customers_organisation_terms (
    term TEXT NOT NULL,
    organisation_id BIGINT NOT NULL,
    PRIMARY KEY (term, organisation_id)
) LINK_TABLE;
-- only: postgres
alter table customers_organisation_terms alter column term type text collate "C";
create index customers_organisation_terms_owner on customers_organisation_terms (organisation_id);

create table customers_contacts (
    id ID_KEY,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    name_edited BOOLEAN NOT NULL,
    address TEXT NOT NULL,
    organisation_id BIGINT,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    tier TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_contact_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
-- only: postgres
alter table customers_contacts alter column name_folded type text collate "C";
create index customers_contacts_name on customers_contacts (name_folded, id);
create index customers_contacts_organisation on customers_contacts (organisation_id, name_folded, id);

create table customers_identities (
    id ID_KEY,
    contact_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    value_folded TEXT NOT NULL,
    domain TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
) STRICT_TABLE;
create unique index customers_identities_value on customers_identities (kind, value_folded);
create index customers_identities_contact on customers_identities (contact_id, id);
create index customers_identities_domain on customers_identities (domain, contact_id);

create table customers_contact_terms (
    term TEXT NOT NULL,
    contact_id BIGINT NOT NULL,
    PRIMARY KEY (term, contact_id)
) LINK_TABLE;
-- only: postgres
alter table customers_contact_terms alter column term type text collate "C";
create index customers_contact_terms_owner on customers_contact_terms (contact_id);

create table customers_attributes (
    subject TEXT NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    choices TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (subject, key)
) LINK_TABLE;

create table customers_attribute_values (
    subject TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner_id, key)
) LINK_TABLE;
create index customers_attribute_values_key on customers_attribute_values (subject, key, value);

create table customers_notes (
    id ID_KEY,
    owner_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT NOT NULL,
    version BIGINT NOT NULL
) STRICT_TABLE;
create index customers_notes_owner on customers_notes (owner_id, id);

create view pub_customers_contacts as
    select c.id as id, c.name as name, c.address as address, c.organisation_id as organisation_id,
           o.name as organisation_name, c.language as language, c.tier as tier
    from customers_contacts c left join customers_organisations o on o.id = c.organisation_id;

create view pub_customers_identities as
    select contact_id, kind, value_folded as address from customers_identities;
