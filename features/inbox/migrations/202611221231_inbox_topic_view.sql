-- Topics by name, for whoever divides figures by them.
create view pub_inbox_topics as select id, parent_id, name, archived from inbox_topics;
