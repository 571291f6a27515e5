-- Questionnaires a town wrote: every version a row, and a version that was used never changes.
-- New tables only; takes no lock anybody waits for.

-- `form` is the canonical JSON of surveys/questionnaire/form.py; `source` the text it was read from.
-- `ready`: nothing in the text is unread and the proofreader has nothing to mend.
-- `frozen`: a survey uses this version. Whoever prepares a survey sets it, nobody takes it back.
create table registrar.questionnaire (
    town_id text not null references registrar.town,
    questionnaire_id text not null check (questionnaire_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    version integer not null check (version >= 1),
    title text not null,
    form text not null,
    source text not null,
    ready boolean not null,
    frozen boolean not null default false,
    primary key (town_id, questionnaire_id, version),
    check (ready or not frozen)
);

create function registrar.keep_frozen_questionnaires() returns trigger
language plpgsql set search_path = registrar, pg_temp as $$
begin
    if old.frozen and (tg_op = 'DELETE' or new is distinct from old)
    then
        raise exception 'a questionnaire that was used is frozen' using errcode = 'MP002';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end
$$;

create trigger keep_frozen_questionnaires before update or delete on registrar.questionnaire
for each row execute function registrar.keep_frozen_questionnaires();

grant select, insert, update, delete on registrar.questionnaire to minping_web;
grant select on registrar.questionnaire to minping_worker;
