-- The roll an evaluation was frozen with stays from the opening on, as what it was announced by does:
-- its fingerprint stands in the manifest, and the desk reads from it who may take a ballot.
-- Changes one function; takes no lock anybody waits for.
create or replace function registrar.keep_to_the_course() returns trigger
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
    if old.stage not in ('drafted', 'prepared') and (new.roll, new.entitled) is distinct from (old.roll, old.entitled)
    then
        raise exception 'the roll is frozen' using errcode = 'MP002';
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
