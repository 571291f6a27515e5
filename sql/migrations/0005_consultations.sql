-- Consultations: opinions by people who may have said who they are, and what staff did with each.
-- New tables only; takes no lock anybody waits for.

-- One consultation from draft to publication. Values of the river stand here as canonical JSON:
-- `plan` what is asked, `digest` what the meeting was told. `evaluation_id`: what it prepares.
-- `arrivals` came in the minute `arriving`: a flood is noticed without keeping who sent it.
create table registrar.consultation (
    town_id text not null references registrar.town,
    survey_id text not null check (survey_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    title text not null check (title <> ''),
    stage text not null default 'drafted',
    plan text not null,
    evaluation_id text,
    closes_at timestamptz not null,
    opened_at timestamptz,
    closed_at timestamptz,
    digest text,
    digested_at timestamptz,
    published_at timestamptz,
    void_reason text,
    arriving timestamptz,
    arrivals integer not null default 0,
    primary key (town_id, survey_id),
    unique (survey_id),
    foreign key (town_id, evaluation_id) references registrar.evaluation (town_id, survey_id),
    check ((stage = 'void') = (void_reason is not null)),
    check (stage not in ('digested', 'published') or digest is not null)
);
create trigger give_key after insert on registrar.consultation
for each row execute function registrar.give_key();

-- The steps of surveys/consultation/course.py, so that no statement can take another.
create table registrar.consultation_transition (
    here text not null,
    there text not null,
    primary key (here, there)
);
insert into registrar.consultation_transition (here, there) values
('drafted', 'open'), ('drafted', 'void'),
('open', 'closed'), ('open', 'void'),
('closed', 'digested'), ('closed', 'void'),
('digested', 'published'), ('digested', 'void');

create function registrar.keep_to_the_course_of_a_consultation() returns trigger
language plpgsql set search_path = registrar, pg_temp as $$
begin
    if new.stage is distinct from old.stage
        and not exists (
            select from registrar.consultation_transition t
            where t.here = old.stage and t.there = new.stage
        )
    then
        raise exception 'no step from % to %', old.stage, new.stage using errcode = 'MP001';
    end if;
    if old.stage <> 'drafted'
        and (new.plan, new.title, new.evaluation_id)
        is distinct from (old.plan, old.title, old.evaluation_id)
    then
        raise exception 'what people were asked is frozen' using errcode = 'MP002';
    end if;
    return new;
end
$$;

create trigger keep_to_the_course before update on registrar.consultation
for each row execute function registrar.keep_to_the_course_of_a_consultation();

-- One opinion as it was written. Its code (查询码) stands on the sender's screen and nowhere else;
-- the mark is a keyed hash of it, the same for everything sent at once.
create table registrar.opinion (
    town_id text not null,
    survey_id text not null,
    number integer not null check (number >= 1),
    about text not null,
    words text not null check (words <> ''),
    name text not null,
    contact text not null,
    consented boolean not null,
    mark bytea not null check (length(mark) = 32),
    received_on date not null,
    primary key (town_id, survey_id, number),
    unique (survey_id, mark, about),
    foreign key (town_id, survey_id) references registrar.consultation (town_id, survey_id)
);

create trigger opinions_are_kept_as_written before update or delete or truncate
on registrar.opinion
for each statement execute function registrar.refuse_change();

-- What was done with an opinion, step after step; undoing adds a row as well.
create table registrar.opinion_review (
    town_id text not null,
    survey_id text not null,
    number integer not null,
    seq integer not null check (seq >= 1),
    at timestamptz not null,
    actor text not null,
    entry text not null,
    primary key (town_id, survey_id, number, seq),
    foreign key (town_id, survey_id, number)
    references registrar.opinion (town_id, survey_id, number)
);

create trigger reviews_are_append_only before update or delete or truncate
on registrar.opinion_review
for each statement execute function registrar.refuse_change();

grant select, insert, update on registrar.consultation to minping_web;
grant select, insert on registrar.opinion, registrar.opinion_review to minping_web;
grant select on registrar.consultation_transition to minping_web, minping_worker;
grant select on registrar.consultation to minping_worker;
grant update (stage, closed_at, digest, digested_at) on registrar.consultation to minping_worker;
-- The worker prints words, and the names of those who agreed to it; it has no use for the others'.
grant select (town_id, survey_id, number, about, words, name, consented) on registrar.opinion
to minping_worker;
grant select on registrar.opinion_review to minping_worker;
