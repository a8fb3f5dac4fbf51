-- A view that is a join cannot be merged into a query that left-joins it: SQLite then writes the whole table down for every
-- page of the inbox. With the organisation's name as a subquery, a page looks up only the contacts it shows.
drop view pub_customers_contacts;

create view pub_customers_contacts as
    select c.id as id, c.name as name, c.address as address, c.organisation_id as organisation_id,
           (select o.name from customers_organisations o where o.id = c.organisation_id) as organisation_name,
           c.language as language, c.tier as tier
    from customers_contacts c;
