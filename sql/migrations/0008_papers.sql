-- Papers of an evaluation: words a person put into their slots, and what was issued (签发).
-- New tables only; takes no lock anybody waits for.

-- Words in a slot of a paper that is still a draft. A slot without a row says what is usual.
-- What the office adds to a paper (发文字号, 主送 …) stands here as well, its name led by @.
create table registrar.wording (
    town_id text not null,
    survey_id text not null,
    document text not null check (document <> ''),
    slot text not null check (slot <> ''),
    words text not null,
    primary key (town_id, survey_id, document, slot),
    foreign key (town_id, survey_id) references registrar.survey_key (town_id, survey_id)
);

-- A paper as it was issued: the document itself, canonical, that every file is made of.
create table registrar.issued (
    town_id text not null,
    survey_id text not null,
    document text not null check (document <> ''),
    written bytea not null,
    issued_at timestamptz not null,
    primary key (town_id, survey_id, document),
    foreign key (town_id, survey_id) references registrar.survey_key (town_id, survey_id)
);

create trigger issued_papers_are_kept_as_issued before update or delete or truncate
on registrar.issued
for each statement execute function registrar.refuse_change();

-- No statement can change the words of a paper that was issued.
create function registrar.keep_issued_wording() returns trigger
language plpgsql set search_path = registrar, pg_temp as $$
declare
    touched registrar.wording := case when tg_op = 'DELETE' then old else new end;
begin
    if exists (
        select from registrar.issued i
        where i.town_id = touched.town_id and i.survey_id = touched.survey_id
        and i.document = touched.document
    )
    then
        raise exception 'the wording of an issued paper is frozen' using errcode = 'MP002';
    end if;
    return touched;
end
$$;

create trigger keep_issued_wording before insert or update or delete on registrar.wording
for each row execute function registrar.keep_issued_wording();

-- Files printed before, by what they were printed from; the oldest go when there are too many.
create table registrar.print (
    town_id text not null references registrar.town,
    print_key text not null check (print_key ~ '^[0-9a-f]{64}$'),
    content bytea not null,
    made_at timestamptz not null default clock_timestamp(),
    primary key (town_id, print_key)
);

grant select, insert, update, delete on registrar.wording to minping_web;
grant select, insert on registrar.issued to minping_web;
grant select on registrar.wording, registrar.issued to minping_worker;
grant select on registrar.print to minping_web;
grant select, insert, delete on registrar.print to minping_worker;
