-- A rehearsal can be wiped away whole, and what is left is counted in every table there is.
-- Adds one function that only the owner may call; nothing waits for it.

-- Remove every row of a rehearsal, wherever a table names its survey, and say how many are left.
-- The chronicle stays: that there was a rehearsal is no ballot. Children go first, so deletes that
-- meet a foreign key are tried again.
create function upkeep.purge_rehearsal(which text) returns table (place text, remaining bigint)
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    one record;
begin
    perform from registrar.evaluation e
    where e.survey_id = which and coalesce((e.plan::jsonb ->> 'rehearsal')::boolean, false);
    if not found then
        raise exception '% is no rehearsal', which using errcode = 'MP008';
    end if;
    -- What elsewhere never leaves the box leaves it here, under a lock on every table it touches.
    for one in select * from upkeep.survey_tables() loop
        execute format('alter table %s disable trigger user', one.name);
    end loop;
    for pass in 1..8 loop
        for one in select * from upkeep.survey_tables() loop
            begin
                execute format('delete from %s where survey_id = $1', one.name) using which;
            exception when foreign_key_violation then
                null;
            end;
        end loop;
    end loop;
    for one in select * from upkeep.survey_tables() loop
        execute format('alter table %s enable trigger user', one.name);
    end loop;
    for one in select * from upkeep.survey_tables() loop
        place := one.name;
        execute format('select count(*) from %s where survey_id = $1', one.name)
        into remaining using which;
        return next;
    end loop;
end
$$;

-- Every table with a column survey_id, but the chronicle.
create function upkeep.survey_tables() returns table (name text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select format('%I.%I', n.nspname, c.relname)
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    where a.attname = 'survey_id' and c.relkind = 'r' and not a.attisdropped
        and n.nspname in ('registrar', 'box') and c.relname <> 'chronicle'
    order by 1
$$;

revoke all on function upkeep.purge_rehearsal(text), upkeep.survey_tables() from public;
