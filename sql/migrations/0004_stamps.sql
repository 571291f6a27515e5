-- Stamps: who has a right to them stands at the registrar, what they were put on lies in the box,
-- and nothing here leads from the one to the other.
-- Adds columns without defaults and rewrites no table; its locks last a moment.

-- A right to one ballot of one unit: of whoever holds a drawn slip, known by the keyed hash of its
-- code, or of one person on the roll. How many inner stamps it was given, whether the outer one,
-- and, until the vote closes, the digests of the requests, so that a repeated request is told from
-- another. What was signed was blinded; the answer is not kept, since it is computed again. No row
-- says when. Pages are left half empty so that a stamp rewrites its right where it lies.
create table registrar.ballot_right (
    town_id text not null,
    survey_id text not null,
    weighting_group text not null check (weighting_group ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    unit text not null check (unit ~ '^([a-z0-9][a-z0-9_.-]{0,39})?$'),
    channel text not null check (channel in ('slip', 'signin', 'kiosk', 'paper')),
    slip_mark bytea check (length(slip_mark) = 32),
    person_id text,
    state text not null default 'ready' check (state in ('ready', 'voided')),
    inner_count smallint not null default 0 check (inner_count between 0 and 2),
    inner_requests bytea[] not null default '{}' check (cardinality(inner_requests) <= inner_count),
    outer_given boolean not null default false check (not outer_given or inner_count > 0),
    outer_request bytea check (outer_request is null or (outer_given and length(outer_request) = 32)),
    foreign key (town_id, survey_id) references registrar.evaluation,
    check ((slip_mark is null) <> (person_id is null)),
    unique (survey_id, slip_mark),
    unique (survey_id, person_id, unit)
) with (fillfactor = 45);

-- The public halves of the stamp keys: moduli, hexadecimal. The private ones lie in a file.
create table registrar.stamp_key (
    town_id text not null,
    survey_id text not null,
    weighting_group text not null,
    unit text not null,
    inner_modulus text not null check (inner_modulus ~ '^[0-9a-f]+$' and length(inner_modulus) >= 512),
    outer_modulus text not null check (outer_modulus ~ '^[0-9a-f]+$' and length(outer_modulus) >= 512),
    primary key (town_id, survey_id, weighting_group, unit),
    foreign key (town_id, survey_id) references registrar.evaluation
);
grant select on registrar.stamp_key to minping_web, minping_worker;
grant insert on registrar.stamp_key to minping_worker;

-- Rights by slips of one printing, in place of any earlier printing's; null once voting has begun.
create function registrar.make_slip_rights(which text, marks bytea[], groups text[], units text[])
returns integer
language plpgsql security definer set search_path = registrar, pg_temp as $$
declare
    town text;
    made integer;
begin
    select e.town_id into town from registrar.evaluation e
    where e.survey_id = which and e.stage = 'prepared' for share;
    if not found then
        return null;
    end if;
    delete from registrar.ballot_right r where r.survey_id = which and r.channel = 'slip';
    insert into registrar.ballot_right
    (town_id, survey_id, weighting_group, unit, channel, slip_mark)
    select town, which, o.weighting_group, o.unit, 'slip', o.mark
    from unnest(marks, groups, units) as o (mark, weighting_group, unit) order by o.mark;
    get diagnostics made = row_count;
    return made;
end
$$;

-- Void rights by slips that nobody drew. One that was given a stamp stays.
create function registrar.void_slip_rights(which text, marks bytea[])
returns table (slip_mark bytea, outcome text)
language plpgsql security definer set search_path = registrar, pg_temp as $$
declare
    here text;
begin
    select e.stage into here from registrar.evaluation e where e.survey_id = which for share;
    if here is null or here not in ('prepared', 'open', 'paused', 'closed') then
        return query select o.mark, 'closed'::text from unnest(marks) as o (mark);
        return;
    end if;
    perform from registrar.ballot_right r
    where r.survey_id = which and r.slip_mark = any(marks) order by r.slip_mark for update;
    return query
    with offered as (select distinct o.mark from unnest(marks) as o (mark)),
    found as (
        select o.mark, r.state, r.inner_count from offered o
        left join registrar.ballot_right r on r.survey_id = which and r.slip_mark = o.mark
    ),
    done as (
        update registrar.ballot_right r set state = 'voided' from offered o
        where r.survey_id = which and r.slip_mark = o.mark and r.state = 'ready'
            and r.inner_count = 0
        returning r.slip_mark
    )
    select f.mark, case
        when f.state is null then 'unknown'
        when f.state = 'voided' then 'already_voided'
        when f.inner_count > 0 then 'spent'
        else 'voided'
    end
    from found f left join done d on d.slip_mark = f.mark;
end
$$;

-- What the holder of a slip, or a person, has a right to.
create function registrar.look_at_rights(which text, slip bytea, who text)
returns table (
    weighting_group text, unit text, state text, inner_count smallint, outer_given boolean,
    stage text, manifest_digest text
)
language sql stable security definer set search_path = registrar, pg_temp as $$
    select
        r.weighting_group, r.unit, r.state, r.inner_count, r.outer_given, e.stage,
        e.manifest_digest
    from registrar.ballot_right r
    join registrar.evaluation e on e.town_id = r.town_id and e.survey_id = r.survey_id
    where r.survey_id = which and (r.slip_mark = slip or r.person_id = who) order by r.unit
$$;

-- Take a stamp for a right, in one short transaction. `request` is the digest of the blinded
-- message. One outcome: given, repeated, unknown, other_unit, voided, not_open, paused, closed,
-- too_many (a third inner request), after_outer (a new inner request once the outer stamp was
-- given), inner_first, other_envelope (an outer request that is not the first one's).
create function registrar.claim_stamp(
    which text, slip bytea, who text, part text, kind text, request bytea
)
returns table (outcome text, weighting_group text)
language plpgsql set search_path = registrar, pg_temp as $$
declare
    survey registrar.evaluation;
    held registrar.ballot_right;
    said text;
begin
    -- Closing waits for stamps that hold this row, and they wait for it.
    select e.* into survey from registrar.evaluation e where e.survey_id = which for share;
    select r.* into held from registrar.ballot_right r
    where r.survey_id = which and (r.slip_mark = slip or r.person_id = who) and r.unit = part
    for update;
    said := case
        when held.survey_id is null and exists (
            select from registrar.ballot_right r
            where r.survey_id = which and (r.slip_mark = slip or r.person_id = who)
        ) then 'other_unit'
        when held.survey_id is null then 'unknown'
        when held.state = 'voided' then 'voided'
        when kind = 'outer' and held.outer_request = request
            and survey.stage in ('open', 'paused') then 'repeated'
        when survey.stage in ('drafted', 'prepared') then 'not_open'
        when survey.stage = 'paused' then 'paused'
        when survey.stage <> 'open' then 'closed'
        when kind = 'inner' and request = any(held.inner_requests) then 'repeated'
        when kind = 'inner' and held.outer_given then 'after_outer'
        when kind = 'inner' and held.inner_count >= 2 then 'too_many'
        when kind = 'outer' and held.outer_given then 'other_envelope'
        when kind = 'outer' and held.inner_count = 0 then 'inner_first'
        else 'given'
    end;
    if said = 'given' and kind = 'inner' then
        update registrar.ballot_right r
        set inner_count = r.inner_count + 1, inner_requests = r.inner_requests || request
        where r.survey_id = which and (r.slip_mark = slip or r.person_id = who) and r.unit = part;
    elsif said = 'given' then
        update registrar.ballot_right r set outer_given = true, outer_request = request
        where r.survey_id = which and (r.slip_mark = slip or r.person_id = who) and r.unit = part;
    elsif said = 'repeated' then
        -- A repeat writes nothing else, so nothing else would make its commit wait for the standby.
        perform pg_logical_emit_message(true, 'ack', '');
    end if;
    return query select said, held.weighting_group;
end
$$;

-- Take stamps for many rights in one short transaction, each as above, in an order that lets no two
-- batches wait for each other in a circle. One outcome a place.
create function registrar.claim_stamps(
    surveys text[], slips bytea[], people text[], parts text[], kinds text[], requests bytea[]
)
returns table (place integer, outcome text, weighting_group text)
language plpgsql security definer set search_path = registrar, pg_temp as $$
begin
    return query
    select o.place::integer, c.outcome, c.weighting_group
    from (
        select u.* from unnest(surveys, slips, people, parts, kinds, requests) with ordinality
            as u (survey, slip, who, part, kind, request, place)
        order by u.survey, u.slip, u.who, u.part, u.place
    ) o
    cross join lateral registrar.claim_stamp(o.survey, o.slip, o.who, o.part, o.kind, o.request) c;
end
$$;

-- Rights and stamps given, by weighting group and unit. Numbers only.
create function registrar.count_stamps(which text)
returns table (
    weighting_group text, unit text, eligible bigint, voided bigint, inner_stamps bigint,
    outer_stamps bigint
)
language sql stable security definer set search_path = registrar, pg_temp as $$
    select
        r.weighting_group, r.unit, count(*), count(*) filter (where r.state = 'voided'),
        sum(r.inner_count), count(*) filter (where r.outer_given)
    from registrar.ballot_right r where r.survey_id = which
    group by r.weighting_group, r.unit order by r.weighting_group, r.unit
$$;

-- At the close, rights are stored anew in order of their holders, all by one transaction and
-- without the digests of what was asked: neither xmin nor ctid tells who came after whom.
create function registrar.rewrite_rights() returns trigger
language plpgsql security definer set search_path = registrar, pg_temp as $$
begin
    with taken as (
        delete from registrar.ballot_right r where r.survey_id = new.survey_id
        returning r.town_id, r.survey_id, r.weighting_group, r.unit, r.channel, r.slip_mark,
            r.person_id, r.state, r.inner_count, r.outer_given
    )
    insert into registrar.ballot_right
    (town_id, survey_id, weighting_group, unit, channel, slip_mark, person_id, state, inner_count,
        outer_given)
    select
        t.town_id, t.survey_id, t.weighting_group, t.unit, t.channel, t.slip_mark, t.person_id,
        t.state, t.inner_count, t.outer_given
    from taken t order by t.slip_mark, t.person_id, t.unit;
    return null;
end
$$;

create trigger rewrite_rights after update on registrar.evaluation
for each row when (old.stage in ('open', 'paused') and new.stage in ('closed', 'void'))
execute function registrar.rewrite_rights();

-- An envelope that was sealed on a voter's own device says its unit and carries its outer stamp.
alter table box.sealed add column unit text check (unit ~ '^([a-z0-9][a-z0-9_.-]{0,39})?$');
alter table box.sealed add column prefix bytea check (length(prefix) = 32);
alter table box.sealed add column stamp bytea check (length(stamp) between 256 and 1024);
alter table box.sealed add constraint sealed_stamped
check ((unit is null) = (prefix is null) and (prefix is null) = (stamp is null));

-- How many slips were printed and voided, where the slips themselves are the registrar's.
create table box.pile (
    survey_id text not null references box.gate,
    weighting_group text not null check (weighting_group ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    unit text not null check (unit ~ '^([a-z0-9][a-z0-9_.-]{0,39})?$'),
    printed integer not null check (printed > 0),
    voided integer not null default 0 check (voided between 0 and printed),
    primary key (survey_id, weighting_group, unit)
);

-- As before, and piles are forgotten with the slips of another manifest.
create or replace function box.prepare_gate(
    which text, town text, manifest bytea, padding integer
)
returns boolean
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    stands box.gate;
begin
    insert into box.gate (survey_id, town_id, manifest_digest, padded)
    values (which, town, manifest, padding)
    on conflict (survey_id) do nothing;
    select g.* into stands from box.gate g where g.survey_id = which for update;
    if (stands.town_id, stands.manifest_digest, stands.padded) = (town, manifest, padding) then
        return true;
    end if;
    if stands.state <> 'prepared' or stands.town_id <> town then
        return false;
    end if;
    update box.gate g set manifest_digest = manifest, padded = padding where g.survey_id = which;
    delete from box.slip s where s.survey_id = which;
    delete from box.pile p where p.survey_id = which;
    return true;
end
$$;

-- Note the piles of one printing, in place of an earlier one's; null once voting has begun.
create function box.set_piles(which text, groups text[], units text[], numbers integer[])
returns integer
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    noted integer;
begin
    perform from box.gate g where g.survey_id = which and g.state = 'prepared' for update;
    if not found then
        return null;
    end if;
    delete from box.pile p where p.survey_id = which;
    insert into box.pile (survey_id, weighting_group, unit, printed)
    select which, o.weighting_group, o.unit, o.number
    from unnest(groups, units, numbers) as o (weighting_group, unit, number);
    get diagnostics noted = row_count;
    return noted;
end
$$;

-- Note how many slips of each pile are voided by now; null once the box is open or void.
create function box.set_voided(which text, groups text[], units text[], numbers integer[])
returns integer
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    noted integer;
begin
    perform from box.gate g
    where g.survey_id = which and g.state in ('prepared', 'open', 'paused', 'closed') for share;
    if not found then
        return null;
    end if;
    update box.pile p set voided = o.number
    from unnest(groups, units, numbers) as o (weighting_group, unit, number)
    where p.survey_id = which and p.weighting_group = o.weighting_group and p.unit = o.unit;
    get diagnostics noted = row_count;
    return noted;
end
$$;

-- How many slips were printed, are left over and were spent. Numbers only. Where slips are the
-- registrar's, what lies in the box was spent.
create or replace function box.turnout(which text)
returns table (weighting_group text, unit text, printed bigint, voided bigint, spent bigint)
language sql stable security definer set search_path = box, pg_temp as $$
    select
        s.weighting_group, s.unit, count(*),
        count(*) filter (where s.state = 'voided'), count(*) filter (where s.state = 'spent')
    from box.slip s where s.survey_id = which
    group by s.weighting_group, s.unit
    union all
    select p.weighting_group, p.unit, p.printed, p.voided, coalesce(c.number, 0)
    from box.pile p
    left join (
        select s.weighting_group, s.unit, count(*) as number from box.sealed s
        where s.survey_id = which and s.unit is not null group by s.weighting_group, s.unit
    ) c on c.weighting_group = p.weighting_group and c.unit = p.unit
    where p.survey_id = which
    order by 1, 2
$$;

-- As before, and envelopes keep their stamps.
create or replace function box.rewrite(which text) returns void
language plpgsql set search_path = box, pg_temp as $$
begin
    perform set_config('box.rewriting', which, true);
    with taken as (
        delete from box.sealed s where s.survey_id = which
        returning s.survey_id, s.leaf, s.weighting_group, s.envelope, s.unit, s.prefix, s.stamp
    )
    insert into box.sealed (survey_id, leaf, weighting_group, envelope, unit, prefix, stamp)
    select t.survey_id, t.leaf, t.weighting_group, t.envelope, t.unit, t.prefix, t.stamp
    from taken t order by t.leaf;
    perform set_config('box.rewriting', '', true);
    with taken as (
        delete from box.slip s where s.survey_id = which
        returning s.survey_id, s.slip_mark, s.weighting_group, s.unit, s.state
    )
    insert into box.slip (survey_id, slip_mark, weighting_group, unit, state)
    select t.survey_id, t.slip_mark, t.weighting_group, t.unit, t.state
    from taken t order by t.slip_mark;
end
$$;

-- Put stamped envelopes into the box, in one short transaction. Their stamps were checked before.
-- One outcome a place: stored, repeated (whatever the gate does, as long as the vote is not void),
-- not_open, paused, closed, other_manifest. The signature of a receipt depends on the leaf alone.
create function box.cast_stamped(
    which text, manifest bytea, groups text[], units text[], leaves bytea[], envelopes bytea[],
    prefixes bytea[], stamps bytea[], receipts bytea[]
)
returns table (place integer, outcome text, leaf bytea, receipt bytea)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    gate text;
    bound bytea;
    room integer;
    put bytea[] := '{}';
begin
    select g.state, g.manifest_digest, g.padded + 81 into gate, bound, room
    from box.gate g where g.survey_id = which for share;
    if exists (select from unnest(envelopes) as o (envelope) where length(o.envelope) <> room) then
        raise exception 'an envelope has not the one length' using errcode = 'MP005';
    end if;
    if gate = 'open' and bound = manifest then
        -- Stored in one order, so that two batches never wait for each other in a circle.
        with stored as (
            insert into box.sealed as s
            (survey_id, leaf, weighting_group, envelope, unit, prefix, stamp)
            select distinct on (o.leaf)
                which, o.leaf, o.weighting_group, o.envelope, o.unit, o.prefix, o.stamp
            from unnest(groups, units, leaves, envelopes, prefixes, stamps)
                as o (weighting_group, unit, leaf, envelope, prefix, stamp)
            order by o.leaf
            on conflict do nothing
            returning s.leaf
        )
        select coalesce(array_agg(t.leaf), '{}') into put from stored t;
    end if;
    if put = '{}' then
        -- A repeat writes nothing else, so nothing else would make its commit wait for the
        -- standby, and it would vouch for a ballot that only this server has.
        perform pg_logical_emit_message(true, 'ack', '');
    end if;
    return query
    select o.place::integer, case
        when gate = 'void' then 'closed'
        when o.leaf = any(put) and o.nth = 1 then 'stored'
        when s.leaf is not null then 'repeated'
        when gate = 'prepared' then 'not_open'
        when gate = 'paused' then 'paused'
        when gate = 'open' then 'other_manifest'
        else 'closed'
    end, s.leaf, case when s.leaf is not null then o.receipt end
    from (
        select u.leaf, u.receipt, u.place,
            row_number() over (partition by u.leaf order by u.place) as nth
        from unnest(leaves, receipts) with ordinality as u (leaf, receipt, place)
    ) o
    left join box.sealed s on s.survey_id = which and s.leaf = o.leaf
    order by o.place;
end
$$;

-- The next envelopes of a closed box, in order of leaf; a unit where the envelope says one.
drop function box.unseal(text, bytea, integer);
create function box.unseal(which text, beyond bytea, many integer)
returns table (leaf bytea, weighting_group text, envelope bytea, unit text)
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    perform from box.gate g where g.survey_id = which and g.state = 'closed';
    if not found then
        raise exception 'the box is not closed' using errcode = 'MP006';
    end if;
    return query
    select s.leaf, s.weighting_group, s.envelope, s.unit from box.sealed s
    where s.survey_id = which and s.leaf > beyond order by s.leaf limit many;
end
$$;

-- The sealed list with the outer stamps.
create or replace view box.sealed_list as
select s.survey_id, s.leaf, s.weighting_group, s.envelope, s.unit, s.prefix, s.stamp
from box.sealed s join box.gate g on g.survey_id = s.survey_id
where g.state in ('closed', 'opened');

-- Nobody may do anything that is not granted here.
revoke all on box.pile from public;
revoke all on function registrar.make_slip_rights(text, bytea[], text[], text[]) from public;
revoke all on function registrar.void_slip_rights(text, bytea[]) from public;
revoke all on function registrar.look_at_rights(text, bytea, text) from public;
revoke all on function registrar.claim_stamp(text, bytea, text, text, text, bytea) from public;
revoke all on function
registrar.claim_stamps(text[], bytea[], text[], text[], text[], bytea[]) from public;
revoke all on function registrar.count_stamps(text) from public;
revoke all on function registrar.rewrite_rights() from public;
revoke all on function box.set_piles(text, text[], text[], integer[]) from public;
revoke all on function box.set_voided(text, text[], text[], integer[]) from public;
revoke all on function box.cast_stamped(
    text, bytea, text[], text[], bytea[], bytea[], bytea[], bytea[], bytea[]
) from public;
revoke all on function box.unseal(text, bytea, integer) from public;

grant execute on function
registrar.make_slip_rights(text, bytea[], text[], text[]) to minping_web;
grant execute on function registrar.void_slip_rights(text, bytea[]) to minping_web;
grant execute on function registrar.look_at_rights(text, bytea, text) to minping_web;
grant execute on function
registrar.claim_stamps(text[], bytea[], text[], text[], text[], bytea[]) to minping_web;
grant execute on function registrar.count_stamps(text) to minping_web, minping_worker;
grant execute on function box.set_piles(text, text[], text[], integer[]) to minping_box;
grant execute on function box.set_voided(text, text[], text[], integer[]) to minping_box;
grant execute on function box.cast_stamped(
    text, bytea, text[], text[], bytea[], bytea[], bytea[], bytea[], bytea[]
) to minping_box;
grant execute on function box.unseal(text, bytea, integer) to minping_opener;
