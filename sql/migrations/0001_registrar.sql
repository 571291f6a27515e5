-- The registrar: what knows people and the course of an evaluation, and never an answer.
-- Run once by minping_owner on an empty database; takes no lock anybody waits for.

create schema registrar;
revoke all on schema registrar from public;
grant usage on schema registrar to minping_web, minping_worker, minping_opener;

-- A town whose congress appraises. Every row below names its town.
create table registrar.town (
    town_id text primary key check (town_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    name text not null check (name <> ''),
    congress text not null check (congress <> '')
);

-- Somebody who may sign in to the workbench.
create table registrar.account (
    town_id text not null references registrar.town,
    account_id text not null,
    name text not null,
    password_hash text not null,
    failures integer not null default 0,
    locked_until timestamptz,
    primary key (town_id, account_id)
);

-- A signed-in browser, kept as a keyed hash of its cookie.
create table registrar.web_session (
    session_mark bytea primary key check (length(session_mark) = 32),
    town_id text not null,
    account_id text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    foreign key (town_id, account_id) references registrar.account
);

-- Deputy groups and village groups: for the roll and the turnout, never for a ballot.
create table registrar.deputy_group (
    town_id text not null references registrar.town,
    group_id text not null,
    label text not null,
    position integer not null,
    primary key (town_id, group_id)
);

-- What a ballot carries of its voter.
create table registrar.weighting_group (
    town_id text not null references registrar.town,
    group_id text not null,
    label text not null,
    position integer not null,
    primary key (town_id, group_id)
);

-- A person on the current roll. The phone is sealed; its keyed hash keeps it unique.
create table registrar.person (
    town_id text not null references registrar.town,
    person_id text not null,
    name text not null check (name <> ''),
    bodies text[] not null,
    group_id text not null,
    weighting text not null,
    recused_from text[] not null default '{}',
    eligible boolean not null default true,
    phone_mark bytea check (length(phone_mark) = 32),
    phone_sealed bytea,
    primary key (town_id, person_id),
    unique (town_id, phone_mark),
    foreign key (town_id, group_id) references registrar.deputy_group,
    foreign key (town_id, weighting) references registrar.weighting_group
);

-- One evaluation from draft to publication. Values of the river stand here as canonical JSON.
create table registrar.evaluation (
    town_id text not null references registrar.town,
    survey_id text not null check (survey_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    title text not null check (title <> ''),
    stage text not null default 'drafted',
    plan text not null,
    rules text not null,
    roll text,
    entitled integer check (entitled >= 0),
    present integer check (present >= 0),
    box_key text,
    manifest bytea,
    manifest_digest text check (manifest_digest ~ '^[0-9a-f]{64}$'),
    count bytea,
    confirmation bytea,
    result_digest text check (result_digest ~ '^[0-9a-f]{64}$'),
    opened_at timestamptz,
    closes_at timestamptz,
    closed_at timestamptz,
    published_at timestamptz,
    void_reason text,
    redo_of text,
    primary key (town_id, survey_id),
    unique (survey_id),
    check ((stage = 'void') = (void_reason is not null)),
    check (stage in ('drafted', 'prepared', 'void') or manifest is not null),
    check (stage not in ('counted', 'confirmed', 'published') or count is not null),
    check (stage not in ('confirmed', 'published') or confirmation is not null),
    check (stage <> 'published' or result_digest is not null)
);

-- The steps of surveys/stages.py, so that no statement can take another.
create table registrar.transition (
    here text not null,
    there text not null,
    primary key (here, there)
);
insert into registrar.transition (here, there) values
('drafted', 'prepared'), ('drafted', 'void'),
('prepared', 'open'), ('prepared', 'void'),
('open', 'paused'), ('open', 'closed'), ('open', 'void'),
('paused', 'open'), ('paused', 'closed'), ('paused', 'void'),
('closed', 'counted'), ('closed', 'void'),
('counted', 'confirmed'), ('counted', 'void'),
('confirmed', 'published'), ('confirmed', 'void');

create function registrar.keep_to_the_course() returns trigger
language plpgsql set search_path = registrar, pg_temp as $$
begin
    if new.stage is distinct from old.stage
        and not exists (select from registrar.transition t where t.here = old.stage and t.there = new.stage)
    then
        raise exception 'no step from % to %', old.stage, new.stage using errcode = 'MP001';
    end if;
    if old.stage <> 'drafted' and (new.plan, new.rules, new.title) is distinct from (old.plan, old.rules, old.title)
    then
        raise exception 'the form and the rule set are frozen' using errcode = 'MP002';
    end if;
    if old.stage <> 'prepared' and new.manifest is distinct from old.manifest
    then
        raise exception 'the manifest is frozen' using errcode = 'MP002';
    end if;
    if old.stage in ('counted', 'confirmed', 'published') and new.count is distinct from old.count
    then
        raise exception 'the count is frozen' using errcode = 'MP002';
    end if;
    return new;
end
$$;

create trigger keep_to_the_course before update on registrar.evaluation
for each row execute function registrar.keep_to_the_course();

-- What was printed or published: the tally sheet, the notice, the four files.
create table registrar.document (
    town_id text not null,
    survey_id text not null,
    name text not null,
    media_type text not null,
    content bytea not null,
    digest text not null,
    public boolean not null default false,
    primary key (town_id, survey_id, name),
    foreign key (town_id, survey_id) references registrar.evaluation
);

-- Who did what, append-only, each entry carrying the digest of the one before.
create table registrar.chronicle (
    town_id text not null references registrar.town,
    seq bigint not null,
    survey_id text,
    at timestamptz not null,
    actor text not null,
    action text not null,
    detail text not null,
    previous text not null,
    digest text not null,
    primary key (town_id, seq)
);

create function registrar.refuse_change() returns trigger
language plpgsql set search_path = registrar, pg_temp as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'MP003';
end
$$;

create trigger chronicle_is_append_only before update or delete or truncate on registrar.chronicle
for each statement execute function registrar.refuse_change();

-- Work for later: made in the transaction that wants it, taken by one worker at a time.
create table registrar.job (
    job_id uuid primary key,
    town_id text not null references registrar.town,
    survey_id text,
    kind text not null,
    payload text not null default '{}',
    state text not null default 'waiting' check (state in ('waiting', 'taken', 'done', 'failed')),
    attempts integer not null default 0,
    run_after timestamptz not null default now(),
    taken_until timestamptz,
    progress text,
    error text
);
create index job_waiting on registrar.job (kind, run_after) where state in ('waiting', 'taken');

grant select, insert, update on registrar.town, registrar.account, registrar.deputy_group,
registrar.weighting_group, registrar.evaluation, registrar.job to minping_web;
grant select, insert, update, delete on registrar.web_session, registrar.person to minping_web;
grant delete on registrar.deputy_group, registrar.weighting_group to minping_web;
grant select on registrar.transition to minping_web, minping_worker, minping_opener;
grant select, insert on registrar.document to minping_web;
grant select, insert on registrar.chronicle to minping_web, minping_worker, minping_opener;

grant select on registrar.town, registrar.evaluation to minping_worker, minping_opener;
grant update (stage, count, result_digest, published_at) on registrar.evaluation to minping_worker;
grant update (box_key) on registrar.evaluation to minping_opener;
grant select, insert on registrar.document to minping_worker;
grant select, insert, update on registrar.job to minping_worker, minping_opener;
