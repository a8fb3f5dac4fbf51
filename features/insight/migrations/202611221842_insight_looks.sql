-- What somebody looked at: figures, the conversations behind one, and so on; and the looks of one person.
alter table insight_looks add column kind TEXT NOT NULL DEFAULT 'figures';
update insight_looks set kind = 'explanation', question = substr(question, 14) where question like 'explanations?%';
update insight_looks set kind = 'training_gaps', question = substr(question, 15) where question like 'training-gaps?%';
update insight_looks set kind = 'comparison', question = substr(question, 13) where question like 'comparisons?%';
create index insight_looks_person on insight_looks (person_id, at, id);
