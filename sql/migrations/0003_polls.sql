-- Polls beside evaluations: one key for both kinds, one view of what both share, and boxes that
-- whoever has the address may put a ballot into.
-- Rewrites no table; its locks on registrar.evaluation and registrar.document last a moment.

-- Every survey of whatever kind, so that a key is given once in the whole system and documents
-- hang on one thing. Rows come by trigger.
create table registrar.survey_key (
    survey_id text primary key check (survey_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    town_id text not null references registrar.town,
    kind text not null check (kind <> ''),
    unique (town_id, survey_id)
);

-- Its right to write is the owner's, since a key is no role's to give or take.
create function registrar.give_key() returns trigger
language plpgsql security definer set search_path = registrar, pg_temp as $$
begin
    insert into registrar.survey_key (survey_id, town_id, kind)
    values (new.survey_id, new.town_id, tg_table_name);
    return new;
end
$$;
revoke all on function registrar.give_key() from public;

insert into registrar.survey_key (survey_id, town_id, kind)
select e.survey_id, e.town_id, 'evaluation' from registrar.evaluation e;
create trigger give_key after insert on registrar.evaluation
for each row execute function registrar.give_key();

alter table registrar.document drop constraint document_town_id_survey_id_fkey;
alter table registrar.document add foreign key (town_id, survey_id)
references registrar.survey_key (town_id, survey_id);

-- One poll from draft to publication. Values of the river stand here as canonical JSON.
-- questionnaire_id and its version name the stored questionnaire the form was taken from, if any.
create table registrar.poll (
    town_id text not null references registrar.town,
    survey_id text not null check (survey_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    title text not null check (title <> ''),
    stage text not null default 'drafted',
    plan text not null,
    questionnaire_id text,
    questionnaire_version integer,
    roll text,
    box_key text,
    manifest bytea,
    manifest_digest text check (manifest_digest ~ '^[0-9a-f]{64}$'),
    count bytea,
    result_digest text check (result_digest ~ '^[0-9a-f]{64}$'),
    opens_at timestamptz,
    opened_at timestamptz,
    closes_at timestamptz,
    closed_at timestamptz,
    published_at timestamptz,
    void_reason text,
    primary key (town_id, survey_id),
    unique (survey_id),
    check ((questionnaire_id is null) = (questionnaire_version is null)),
    check ((stage = 'void') = (void_reason is not null)),
    check (stage in ('drafted', 'prepared', 'void') or manifest is not null),
    check (stage not in ('open', 'paused') or closes_at is not null),
    check (stage not in ('counted', 'published') or count is not null),
    check (stage <> 'published' or result_digest is not null)
);
create trigger give_key after insert on registrar.poll
for each row execute function registrar.give_key();

-- The steps of a poll in surveys/stages.py, so that no statement can take another.
create table registrar.poll_transition (
    here text not null,
    there text not null,
    primary key (here, there)
);
insert into registrar.poll_transition (here, there) values
('drafted', 'prepared'), ('drafted', 'void'),
('prepared', 'open'), ('prepared', 'void'),
('open', 'paused'), ('open', 'closed'), ('open', 'void'),
('paused', 'open'), ('paused', 'closed'), ('paused', 'void'),
('closed', 'counted'), ('closed', 'void'),
('counted', 'published'), ('counted', 'void');

create function registrar.keep_to_the_course_of_a_poll() returns trigger
language plpgsql set search_path = registrar, pg_temp as $$
begin
    if new.stage is distinct from old.stage
        and not exists (
            select from registrar.poll_transition t where t.here = old.stage and t.there = new.stage
        )
    then
        raise exception 'no step from % to %', old.stage, new.stage using errcode = 'MP001';
    end if;
    if old.stage <> 'drafted'
        and (new.plan, new.title, new.roll, new.questionnaire_id, new.questionnaire_version)
        is distinct from
        (old.plan, old.title, old.roll, old.questionnaire_id, old.questionnaire_version)
    then
        raise exception 'the form and the people drawn are frozen' using errcode = 'MP002';
    end if;
    if old.stage <> 'prepared' and new.manifest is distinct from old.manifest
    then
        raise exception 'the manifest is frozen' using errcode = 'MP002';
    end if;
    if old.stage in ('counted', 'published') and new.count is distinct from old.count
    then
        raise exception 'the count is frozen' using errcode = 'MP002';
    end if;
    return new;
end
$$;

create trigger keep_to_the_course before update on registrar.poll
for each row execute function registrar.keep_to_the_course_of_a_poll();

-- What the voter's door, the big screen, the opener and the public pages know of a survey of
-- whatever kind. An evaluation's rule set and attendance are null for a poll.
create view registrar.survey as
select
    e.town_id, e.survey_id, 'evaluation' as kind, e.title, e.stage, e.manifest, e.manifest_digest,
    e.result_digest, e.entitled, e.present, e.rules, null::timestamptz as opens_at, e.opened_at,
    e.closes_at, e.closed_at, e.published_at
from registrar.evaluation e
union all
select
    p.town_id, p.survey_id, 'poll', p.title, p.stage, p.manifest, p.manifest_digest,
    p.result_digest, null, null, null, p.opens_at, p.opened_at,
    p.closes_at, p.closed_at, p.published_at
from registrar.poll p;

grant select, insert, update on registrar.poll to minping_web;
grant select on registrar.poll_transition to minping_web, minping_worker, minping_opener;
grant select on registrar.poll to minping_worker, minping_opener;
grant select on registrar.survey to minping_web, minping_worker, minping_opener;
grant update (stage, closed_at, count, result_digest, published_at) on registrar.poll
to minping_worker;
grant update (box_key) on registrar.poll to minping_opener;

-- How people come to a box: by drawn slips, or by an open link. Through an open link everybody
-- belongs to one group, since nobody knows who they are.
alter table box.gate add column entry text not null default 'slips'
check (entry in ('slips', 'open'));
alter table box.gate add column open_group text
check (open_group ~ '^[a-z0-9][a-z0-9_.-]{0,39}$');
alter table box.gate add constraint gate_open_group check ((entry = 'open') = (open_group is not null));

-- Say who may come, before voting begins; null afterwards. Slips already printed are forgotten
-- where nobody needs one.
create function box.set_entry(which text, wanted text, everybody text) returns text
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    update box.gate g set entry = wanted, open_group = everybody
    where g.survey_id = which and g.state = 'prepared';
    if not found then
        return null;
    end if;
    if wanted = 'open' then
        delete from box.slip s where s.survey_id = which;
    end if;
    return wanted;
end
$$;

drop function box.look_at_gate(text);
create function box.look_at_gate(which text)
returns table (town_id text, state text, manifest_digest bytea, padded integer, entry text)
language sql stable security definer set search_path = box, pg_temp as $$
    select g.town_id, g.state, g.manifest_digest, g.padded, g.entry
    from box.gate g where g.survey_id = which
$$;

-- What slips are good for, to seal under the right group and to tell a voter early. Through an
-- open link a code that nobody used yet is as good as a slip.
create or replace function box.look_at_slips(which text, marks bytea[])
returns table (
    slip_mark bytea, state text, weighting_group text, unit text, gate text, manifest_digest bytea
)
language sql stable security definer set search_path = box, pg_temp as $$
    select
        o.mark, coalesce(s.state, 'ready'), coalesce(s.weighting_group, g.open_group),
        coalesce(s.unit, ''), g.state, g.manifest_digest
    from box.gate g
    cross join unnest(marks) as o (mark)
    left join box.slip s on s.survey_id = g.survey_id and s.slip_mark = o.mark
    where g.survey_id = which and (s.slip_mark is not null or g.entry = 'open')
$$;

-- Put sealed envelopes into the box, each spending its slip, in one short transaction.
-- One outcome a place: stored, repeated (with the leaf and signature stored at first), unknown,
-- voided, other_unit, not_open, paused, closed, spent_and_closed, other_manifest. The group of an
-- envelope is the group of its slip, whatever the sender believes. Through an open link the code
-- was drawn by the voter's own browser: its slip is made here, and spent at once.
create or replace function box.cast_slips(
    which text, manifest bytea,
    marks bytea[], units text[], leaves bytea[], envelopes bytea[], receipts bytea[]
)
returns table (place integer, outcome text, leaf bytea, receipt bytea)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    gate text;
    bound bytea;
    room integer;
    everybody text;
    put integer := 0;
begin
    select g.state, g.manifest_digest, g.padded + 81, g.open_group into gate, bound, room, everybody
    from box.gate g where g.survey_id = which for share;
    if exists (select from unnest(envelopes) as o (envelope) where length(o.envelope) <> room) then
        raise exception 'an envelope has not the one length' using errcode = 'MP005';
    end if;
    if everybody is not null and gate = 'open' and bound = manifest then
        insert into box.slip (survey_id, slip_mark, weighting_group, unit)
        select distinct which, o.mark, everybody, '' from unnest(marks, units) as o (mark, unit)
        where o.unit = '' order by o.mark
        on conflict do nothing;
    end if;
    -- Locked in one order, so that two batches never wait for each other in a circle.
    perform from box.slip s
    where s.survey_id = which and s.slip_mark = any(marks) order by s.slip_mark for update;
    if gate = 'open' and bound = manifest then
        with offered as (
            -- Of a slip twice in one batch, the first.
            select distinct on (o.mark) o.mark, o.unit, o.leaf, o.envelope, o.receipt
            from unnest(marks, units, leaves, envelopes, receipts) with ordinality
                as o (mark, unit, leaf, envelope, receipt, place)
            order by o.mark, o.place
        ),
        spent as (
            update box.slip s set state = 'spent', leaf = o.leaf, receipt = o.receipt
            from offered o
            where s.survey_id = which and s.slip_mark = o.mark and s.unit = o.unit
                and s.state = 'ready'
            returning s.slip_mark, s.weighting_group
        )
        insert into box.sealed (survey_id, leaf, weighting_group, envelope)
        select which, o.leaf, s.weighting_group, o.envelope
        from offered o join spent s on s.slip_mark = o.mark order by o.leaf;
        get diagnostics put = row_count;
    end if;
    if put = 0 then
        -- A repeat writes nothing else, so nothing else would make its commit wait for the
        -- standby, and it would vouch for a ballot that only this server has.
        perform pg_logical_emit_message(true, 'ack', '');
    end if;
    return query
    select o.place::integer, case
        when s.slip_mark is null and everybody is null then 'unknown'
        when s.state = 'voided' then 'voided'
        when coalesce(s.unit, '') <> o.unit then 'other_unit'
        when s.leaf = o.leaf and put > 0 then 'stored'
        when s.leaf is not null then 'repeated'
        when s.state = 'spent' then 'spent_and_closed'
        when gate = 'prepared' then 'not_open'
        when gate = 'paused' then 'paused'
        when gate = 'open' then 'other_manifest'
        else 'closed'
    end, s.leaf, s.receipt
    from unnest(marks, units, leaves) with ordinality as o (mark, unit, leaf, place)
    left join box.slip s on s.survey_id = which and s.slip_mark = o.mark
    order by o.place;
end
$$;

-- Close a box at its announced time; the worker can take no other step.
create function box.close_gate(which text) returns text
language sql security definer set search_path = box, pg_temp as $$
    select box.set_gate(which, 'closed')
$$;

revoke all on function box.set_entry(text, text, text) from public;
revoke all on function box.look_at_gate(text) from public;
revoke all on function box.close_gate(text) from public;
grant execute on function box.set_entry(text, text, text) to minping_box;
grant execute on function box.look_at_gate(text) to minping_box, minping_opener, minping_worker;
grant execute on function box.close_gate(text) to minping_worker;
