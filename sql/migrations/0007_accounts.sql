-- Several people at the workbench: a secretary, members of the presidium, tellers. A box is opened
-- and a result published by two of them together.
-- Adds columns with constant defaults to a table of a few rows; the lock is held for milliseconds.

alter table registrar.account
add column role text not null default 'secretary' check (role in ('secretary', 'member', 'teller')),
add column disabled boolean not null default false,
add column starting boolean not null default false;

-- People type their name to sign in.
create unique index account_name on registrar.account (name) where not disabled;
