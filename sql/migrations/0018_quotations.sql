-- Polls that stand beside an evaluation: which one, and where it asks about which appraisee.
-- Adds a table; nothing waits for it. No result is computed from it.

create table registrar.quotation (
    town_id text not null,
    survey_id text not null,
    poll_id text not null,
    choice text not null,
    primary key (town_id, survey_id),
    foreign key (town_id, survey_id) references registrar.evaluation,
    foreign key (town_id, poll_id) references registrar.poll (town_id, survey_id)
);

-- What an evaluation was published with stays, and only what passed the gate of disclosure may
-- stand beside it: of a poll that is not published nothing did.
create function registrar.keep_quotations() returns trigger
language plpgsql set search_path = registrar, pg_temp as $$
declare
    touched registrar.quotation := case when tg_op = 'DELETE' then old else new end;
begin
    if exists (
        select from registrar.evaluation e
        where e.town_id = touched.town_id and e.survey_id = touched.survey_id
            and e.stage in ('drafted', 'published', 'void')
    )
    then
        raise exception 'what stands beside an evaluation is settled' using errcode = 'MP002';
    end if;
    if tg_op <> 'DELETE' and not exists (
        select from registrar.poll p
        where p.town_id = new.town_id and p.survey_id = new.poll_id and p.stage = 'published'
    )
    then
        raise exception 'the poll is not published' using errcode = 'MP002';
    end if;
    return touched;
end
$$;

create trigger keep_quotations before insert or update or delete on registrar.quotation
for each row execute function registrar.keep_quotations();

grant select, insert, update, delete on registrar.quotation to minping_web;
grant select on registrar.quotation to minping_worker;
