-- Evaluations whose envelopes scrutineers co-sign: who keeps the machine, and its half of every
-- outer key, until the manifest says them.
-- Adds a table; nothing waits for it.

create table registrar.cosigner (
    town_id text not null,
    survey_id text not null,
    holder text not null check (length(holder) between 1 and 40),
    nonce bytea not null check (length(nonce) = 16),
    halves text,
    primary key (town_id, survey_id),
    foreign key (town_id, survey_id) references registrar.evaluation
);

grant select, insert, update, delete on registrar.cosigner to minping_web;
