-- To whom it is written; empty for insights that nobody is written to about.
alter table feedback_insights add column address TEXT NOT NULL DEFAULT '';
