-- The box: drawn slips, sealed envelopes, and what came out of them. It knows no person.
-- Run once by minping_owner; takes no lock anybody waits for.
--
-- No column here holds a time, an address, a sequence, a session or a person, and nothing here is
-- written in one transaction with a row of the registrar. Doors are functions: minping_box, the
-- role of the web process at this box, holds no right on any table, and minping_web, its role at
-- the registrar, none on anything here. Every key leads with its survey, so that boxes spread over servers.

create schema box;
revoke all on schema box from public;
grant usage on schema box to minping_box, minping_opener, minping_worker;

-- Whether the box of a survey takes ballots now, and what every envelope in it is bound to.
create table box.gate (
    survey_id text primary key check (survey_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    town_id text not null check (town_id ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    state text not null default 'prepared'
    check (state in ('prepared', 'open', 'paused', 'closed', 'opened', 'void')),
    manifest_digest bytea not null check (length(manifest_digest) = 32),
    padded integer not null check (padded between 256 and 1048576)
) with (fillfactor = 50);

-- The steps a gate may take. Only keep_opened takes the one from closed to opened.
create table box.gate_step (
    here text not null,
    there text not null,
    primary key (here, there)
);
insert into box.gate_step (here, there) values
('prepared', 'open'), ('prepared', 'void'),
('open', 'paused'), ('open', 'closed'), ('open', 'void'),
('paused', 'open'), ('paused', 'closed'), ('paused', 'void'),
('closed', 'void'), ('opened', 'void');

-- A drawn slip, known by the keyed hash of its code; the key is never in this database.
-- Until the gate closes a spent slip keeps the leaf and the signature of its receipt, so that a
-- repeated cast is answered with the same receipt. Pages are left half empty so that spending a
-- slip rewrites it where it lies.
create table box.slip (
    survey_id text not null references box.gate,
    slip_mark bytea not null check (length(slip_mark) = 32),
    weighting_group text not null check (weighting_group ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    unit text not null check (unit ~ '^([a-z0-9][a-z0-9_.-]{0,39})?$'),
    state text not null default 'ready' check (state in ('ready', 'voided', 'spent')),
    leaf bytea check (length(leaf) = 32),
    receipt bytea check (length(receipt) = 64),
    primary key (survey_id, slip_mark),
    check ((leaf is null) = (receipt is null)),
    check (leaf is null or state = 'spent')
) with (fillfactor = 45);

-- A sealed envelope. Its leaf is the SHA-256 it is known by; 81 bytes of it are the HPKE
-- encapsulation (65) and the authentication tag (16), the rest is one padded length.
create table box.sealed (
    survey_id text not null references box.gate,
    leaf bytea not null check (length(leaf) = 32),
    weighting_group text not null check (weighting_group ~ '^[a-z0-9][a-z0-9_.-]{0,39}$'),
    envelope bytea not null check (length(envelope) between 1 and 1048657),
    primary key (survey_id, leaf)
) with (toast_tuple_target = 8160);
-- Ciphertext does not compress; up to a page it stays in its row, for a TOAST chunk has a number.
alter table box.sealed alter column envelope set storage external;

-- An opened ballot in its canonical bytes, under its own digest. Never a leaf.
create table box.opened (
    survey_id text not null references box.gate,
    digest bytea not null check (length(digest) = 32),
    ballot bytea not null,
    primary key (survey_id, digest)
);

-- How many envelopes of a group held no valid ballot, and why.
create table box.unopened (
    survey_id text not null references box.gate,
    weighting_group text not null,
    reason text not null check (reason <> ''),
    number integer not null check (number > 0),
    primary key (survey_id, weighting_group, reason)
);

-- A text a voter wrote, apart from the ballot it came with, at a drawn position.
create table box.remark (
    survey_id text not null references box.gate,
    position integer not null check (position > 0),
    about text,
    question text not null,
    words text not null check (words <> ''),
    primary key (survey_id, position)
);

-- An envelope never changes and never goes. The one exception is the rewrite at closing, which
-- names its survey in a setting of its own transaction and puts every envelope back.
create function box.keep_envelopes() returns trigger
language plpgsql set search_path = box, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        if current_setting('box.rewriting', true) = old.survey_id then
            return old;
        end if;
    end if;
    raise exception 'an envelope never leaves the box' using errcode = 'MP003';
end
$$;

create trigger an_envelope_stays before update or delete on box.sealed
for each row execute function box.keep_envelopes();
create trigger the_box_is_never_emptied before truncate on box.sealed
for each statement execute function box.keep_envelopes();

-- Sort the heap of a survey anew: envelopes by leaf, slips by mark, all by one transaction, slips
-- without what led from them to an envelope. Afterwards neither xmin nor ctid tells an order.
create function box.rewrite(which text) returns void
language plpgsql set search_path = box, pg_temp as $$
begin
    perform set_config('box.rewriting', which, true);
    with taken as (
        delete from box.sealed s where s.survey_id = which
        returning s.survey_id, s.leaf, s.weighting_group, s.envelope
    )
    insert into box.sealed (survey_id, leaf, weighting_group, envelope)
    select t.survey_id, t.leaf, t.weighting_group, t.envelope from taken t order by t.leaf;
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

-- Make the box of a survey. Again with the same manifest it changes nothing; with another one, as
-- long as voting has not begun, the slips printed under the first are forgotten.
create function box.prepare_gate(which text, town text, manifest bytea, padding integer)
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
    return true;
end
$$;

-- What the gate says now.
create function box.look_at_gate(which text)
returns table (town_id text, state text, manifest_digest bytea, padded integer)
language sql stable security definer set search_path = box, pg_temp as $$
    select g.town_id, g.state, g.manifest_digest, g.padded from box.gate g where g.survey_id = which
$$;

-- Take one step, and return the state in which the gate then stands: the one asked for, or the
-- one it could not leave. The lock waits for casts that hold the gate, and they wait for it.
create function box.set_gate(which text, wanted text) returns text
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    stands text;
begin
    -- A snapshot older than the lock would leave out ballots stored while we waited.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'the gate moves in a read committed transaction' using errcode = 'MP004';
    end if;
    select g.state into stands from box.gate g where g.survey_id = which for update;
    if stands is null or stands = wanted
        or not exists (select from box.gate_step s where s.here = stands and s.there = wanted)
    then
        return stands;
    end if;
    update box.gate g set state = wanted where g.survey_id = which;
    if wanted in ('closed', 'void') and stands in ('open', 'paused') then
        perform box.rewrite(which);
    end if;
    return wanted;
end
$$;

-- Slips of one printing. Only before voting, and stored in order of their marks, which is no order.
create function box.add_slips(which text, marks bytea[], groups text[], units text[])
returns integer
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    added integer;
begin
    perform from box.gate g where g.survey_id = which and g.state = 'prepared' for share;
    if not found then
        return null;
    end if;
    insert into box.slip (survey_id, slip_mark, weighting_group, unit)
    select which, o.mark, o.weighting_group, o.unit
    from unnest(marks, groups, units) as o (mark, weighting_group, unit) order by o.mark;
    get diagnostics added = row_count;
    return added;
end
$$;

-- Forget every printed slip, so that a new printing makes the earlier sheets worthless.
create function box.clear_slips(which text) returns integer
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    cleared integer;
begin
    perform from box.gate g where g.survey_id = which and g.state = 'prepared' for update;
    if not found then
        return null;
    end if;
    delete from box.slip s where s.survey_id = which;
    get diagnostics cleared = row_count;
    return cleared;
end
$$;

-- Void slips that nobody drew, before two scrutineers. A spent slip stays spent.
create function box.void_slips(which text, marks bytea[])
returns table (slip_mark bytea, outcome text)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    here text;
begin
    select g.state into here from box.gate g where g.survey_id = which for share;
    if here is null or here not in ('prepared', 'open', 'paused', 'closed') then
        return query select o.mark, 'closed'::text from unnest(marks) as o (mark);
        return;
    end if;
    perform from box.slip s
    where s.survey_id = which and s.slip_mark = any(marks) order by s.slip_mark for update;
    return query
    with offered as (select distinct o.mark from unnest(marks) as o (mark)),
    found as (
        select o.mark, s.state from offered o
        left join box.slip s on s.survey_id = which and s.slip_mark = o.mark
    ),
    done as (
        update box.slip s set state = 'voided' from offered o
        where s.survey_id = which and s.slip_mark = o.mark and s.state = 'ready'
        returning s.slip_mark
    )
    select f.mark, case
        when f.state is null then 'unknown'
        when f.state = 'ready' then 'voided'
        when f.state = 'voided' then 'already_voided'
        else f.state
    end
    from found f left join done d on d.slip_mark = f.mark;
end
$$;

-- What slips are good for, to seal under the right group and to tell a voter early.
create function box.look_at_slips(which text, marks bytea[])
returns table (
    slip_mark bytea, state text, weighting_group text, unit text, gate text, manifest_digest bytea
)
language sql stable security definer set search_path = box, pg_temp as $$
    select s.slip_mark, s.state, s.weighting_group, s.unit, g.state, g.manifest_digest
    from box.slip s join box.gate g on g.survey_id = s.survey_id
    where s.survey_id = which and s.slip_mark = any(marks)
$$;

-- Put sealed envelopes into the box, each spending its slip, in one short transaction.
-- One outcome a place: stored, repeated (with the leaf and signature stored at first), unknown,
-- voided, other_unit, not_open, paused, closed, spent_and_closed, other_manifest. The group of an envelope is the
-- group of its slip, whatever the sender believes.
create function box.cast_slips(
    which text, manifest bytea,
    marks bytea[], units text[], leaves bytea[], envelopes bytea[], receipts bytea[]
)
returns table (place integer, outcome text, leaf bytea, receipt bytea)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    gate text;
    bound bytea;
    room integer;
    put integer := 0;
begin
    select g.state, g.manifest_digest, g.padded + 81 into gate, bound, room
    from box.gate g where g.survey_id = which for share;
    if exists (select from unnest(envelopes) as o (envelope) where length(o.envelope) <> room) then
        raise exception 'an envelope has not the one length' using errcode = 'MP005';
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
        when s.slip_mark is null then 'unknown'
        when s.state = 'voided' then 'voided'
        when s.unit <> o.unit then 'other_unit'
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

-- How many slips were printed, are left over and were spent. Numbers only.
create function box.turnout(which text)
returns table (weighting_group text, unit text, printed bigint, voided bigint, spent bigint)
language sql stable security definer set search_path = box, pg_temp as $$
    select
        s.weighting_group, s.unit, count(*),
        count(*) filter (where s.state = 'voided'), count(*) filter (where s.state = 'spent')
    from box.slip s where s.survey_id = which
    group by s.weighting_group, s.unit order by s.weighting_group, s.unit
$$;

-- Whether an envelope whose leaf begins with these five bytes is in the box.
create function box.holds(which text, code bytea) returns boolean
language sql stable security definer set search_path = box, pg_temp as $$
    select length(code) = 5 and exists (
        select from box.sealed s
        where s.survey_id = which and s.leaf >= code
            and s.leaf <= code || decode(repeat('ff', 27), 'hex')
    )
$$;

-- Begin to open a box. Two openers of one box come one after the other.
create function box.begin_opening(which text)
returns table (state text, manifest_digest bytea, sealed bigint)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    here box.gate;
begin
    select g.* into here from box.gate g where g.survey_id = which for update;
    if here.state = 'closed' then
        create temporary table opening_ballot (
            weighting_group text not null, nonce text not null,
            digest bytea not null, ballot bytea not null
        ) on commit drop;
        create temporary table opening_remark (
            nonce text not null, lot bytea not null,
            about text, question text not null, words text not null
        ) on commit drop;
    end if;
    return query
    select here.state, here.manifest_digest, count(*)
    from box.sealed s where s.survey_id = which having here.state is not null;
end
$$;

-- The next envelopes of a closed box, in order of leaf.
create function box.unseal(which text, beyond bytea, many integer)
returns table (leaf bytea, weighting_group text, envelope bytea)
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    perform from box.gate g where g.survey_id = which and g.state = 'closed';
    if not found then
        raise exception 'the box is not closed' using errcode = 'MP006';
    end if;
    return query
    select s.leaf, s.weighting_group, s.envelope from box.sealed s
    where s.survey_id = which and s.leaf > beyond order by s.leaf limit many;
end
$$;

-- Lay opened ballots on a table of this transaction only, until all are out.
create function box.lay_out_ballots(groups text[], nonces text[], digests bytea[], ballots bytea[])
returns void
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    insert into pg_temp.opening_ballot (weighting_group, nonce, digest, ballot)
    select o.weighting_group, o.nonce, o.digest, o.ballot
    from unnest(groups, nonces, digests, ballots) as o (weighting_group, nonce, digest, ballot);
end
$$;

-- Lay the remarks beside them. The lot is drawn by the opener and decides the order for good.
create function box.lay_out_remarks(
    nonces text[], lots bytea[], abouts text[], questions text[], texts text[]
)
returns void
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    insert into pg_temp.opening_remark (nonce, lot, about, question, words)
    select o.nonce, o.lot, o.about, o.question, o.words
    from unnest(nonces, lots, abouts, questions, texts) as o (nonce, lot, about, question, words);
end
$$;

-- Keep what came out, all of it or nothing: ballots under their digest, remarks by lot, spoiled
-- envelopes by reason. A nonce seen twice is one ballot in two envelopes, and spoils both.
create function box.keep_opened(which text, groups text[], reasons text[], numbers integer[])
returns void
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    perform from box.gate g where g.survey_id = which and g.state = 'closed' for update;
    if not found then
        raise exception 'the box is not closed' using errcode = 'MP006';
    end if;
    create temporary table opening_twice on commit drop as
    select b.nonce from pg_temp.opening_ballot b group by b.nonce having count(*) > 1;
    insert into box.opened (survey_id, digest, ballot)
    select which, b.digest, b.ballot from pg_temp.opening_ballot b
    where b.nonce not in (select t.nonce from pg_temp.opening_twice t) order by b.digest;
    insert into box.unopened (survey_id, weighting_group, reason, number)
    select which, o.weighting_group, o.reason, sum(o.number)
    from (
        select u.weighting_group, u.reason, u.number
        from unnest(groups, reasons, numbers) as u (weighting_group, reason, number)
        union all
        select b.weighting_group, 'duplicate', count(*)
        from pg_temp.opening_ballot b join pg_temp.opening_twice t on t.nonce = b.nonce
        group by b.weighting_group
    ) as o
    group by o.weighting_group, o.reason order by o.weighting_group, o.reason;
    insert into box.remark (survey_id, position, about, question, words)
    select which, row_number() over (order by r.lot), r.about, r.question, r.words
    from pg_temp.opening_remark r
    where r.nonce not in (select t.nonce from pg_temp.opening_twice t) order by r.lot;
    if (select count(*) from box.sealed s where s.survey_id = which)
        <> (select count(*) from box.opened o where o.survey_id = which)
        + (select coalesce(sum(u.number), 0) from box.unopened u where u.survey_id = which)
    then
        raise exception 'not every envelope is accounted for' using errcode = 'MP007';
    end if;
    update box.gate g set state = 'opened' where g.survey_id = which;
end
$$;

-- How many ballots, spoiled envelopes and remarks came out of an opened box.
create function box.count_opened(which text)
returns table (opened bigint, unopened bigint, remarks bigint)
language sql stable security definer set search_path = box, pg_temp as $$
    select
        (select count(*) from box.opened o where o.survey_id = which),
        (select coalesce(sum(u.number), 0)::bigint from box.unopened u where u.survey_id = which),
        (select count(*) from box.remark r where r.survey_id = which)
$$;

-- The sealed list, for whoever publishes and counts: there is none before the gate is closed.
create view box.sealed_list as
select s.survey_id, s.leaf, s.weighting_group, s.envelope
from box.sealed s join box.gate g on g.survey_id = s.survey_id
where g.state in ('closed', 'opened');

-- Nobody may do anything that is not granted here.
revoke all on all tables in schema box from public;
revoke all on all functions in schema box from public;

grant execute on function box.look_at_gate(text) to minping_box, minping_opener, minping_worker;
grant execute on function box.turnout(text) to minping_box, minping_worker;
grant execute on function box.holds(text, bytea) to minping_box;

grant execute on function box.look_at_slips(text, bytea[]) to minping_box;
grant execute on function
box.cast_slips(text, bytea, bytea[], text[], bytea[], bytea[], bytea[]) to minping_box;

grant execute on function box.prepare_gate(text, text, bytea, integer) to minping_box;
grant execute on function box.set_gate(text, text) to minping_box;
grant execute on function box.void_slips(text, bytea[]) to minping_box;
grant execute on function box.add_slips(text, bytea[], text[], text[]) to minping_box;
grant execute on function box.clear_slips(text) to minping_box;

grant execute on function box.begin_opening(text) to minping_opener;
grant execute on function box.unseal(text, bytea, integer) to minping_opener;
grant execute on function box.lay_out_ballots(text[], text[], bytea[], bytea[]) to minping_opener;
grant execute on function
box.lay_out_remarks(text[], bytea[], text[], text[], text[]) to minping_opener;
grant execute on function box.keep_opened(text, text[], text[], integer[]) to minping_opener;
grant execute on function box.count_opened(text) to minping_opener, minping_worker;

grant select on box.opened, box.unopened, box.remark, box.sealed_list to minping_worker;
