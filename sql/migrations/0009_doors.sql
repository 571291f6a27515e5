-- Doors beside the drawn slip: signing in on a phone, and paper that tellers enter.
-- A person's right has one door: the first use takes it, in one transaction.
-- Makes new tables and functions only; takes no lock anybody waits for.

-- Rights of every door at once, in place of any that were made before; null once voting has begun.
-- A right names the mark of a slip or of a paper serial, or a person of the frozen roll.
create function registrar.make_rights(
    which text, channels text[], marks bytea[], people text[], groups text[], units text[]
)
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
    delete from registrar.ballot_right r where r.survey_id = which;
    insert into registrar.ballot_right
    (town_id, survey_id, weighting_group, unit, channel, slip_mark, person_id)
    select town, which, o.weighting_group, o.unit, o.channel, o.mark, o.person
    from unnest(channels, marks, people, groups, units)
        as o (channel, mark, person, weighting_group, unit)
    order by o.mark, o.person, o.unit;
    get diagnostics made = row_count;
    return made;
end
$$;

-- Somebody takes a slip or a paper ballot at the desk: signing in is closed to them from now on.
-- One outcome: handed, taken (they asked for a stamp on their phone), handed_before, unknown, closed.
create function registrar.hand_out(which text, who text, door text) returns text
language plpgsql security definer set search_path = registrar, pg_temp as $$
declare
    here text;
    said text;
begin
    select e.stage into here from registrar.evaluation e where e.survey_id = which for share;
    if here is null or here not in ('prepared', 'open', 'paused') then
        return 'closed';
    end if;
    perform from registrar.ballot_right r
    where r.survey_id = which and r.person_id = who order by r.unit for update;
    if not found then
        return 'unknown';
    end if;
    select case
        when bool_or(r.channel <> 'signin') then 'handed_before'
        when bool_or(r.inner_count > 0) then 'taken'
        else 'handed'
    end into said
    from registrar.ballot_right r where r.survey_id = which and r.person_id = who;
    if said = 'handed' then
        update registrar.ballot_right r set state = 'voided', channel = door
        where r.survey_id = which and r.person_id = who;
    end if;
    return said;
end
$$;

-- Whether each person took a ballot (领票), by whatever door: that, and nothing else.
create function registrar.look_at_people(which text)
returns table (person_id text, taken boolean)
language sql stable security definer set search_path = registrar, pg_temp as $$
    select r.person_id, bool_or(r.inner_count > 0 or r.channel <> 'signin')
    from registrar.ballot_right r
    where r.survey_id = which and r.person_id is not null
    group by r.person_id order by r.person_id
$$;

-- After the close: rights to sign in that nobody used were not issued.
create function registrar.void_untaken(which text) returns integer
language plpgsql security definer set search_path = registrar, pg_temp as $$
declare
    gone integer;
begin
    perform from registrar.evaluation e
    where e.survey_id = which and e.stage = 'closed' for share;
    if not found then
        return null;
    end if;
    update registrar.ballot_right r set state = 'voided'
    where r.survey_id = which and r.channel = 'signin' and r.state = 'ready' and r.inner_count = 0;
    get diagnostics gone = row_count;
    return gone;
end
$$;

-- A phone that asked for a code: only keyed hashes, kept a day so that asking can be limited.
-- No person stands beside a number that is not on the roll; it is asked and answered all the same.
create table registrar.phone_code (
    browser_mark bytea primary key check (length(browser_mark) = 32),
    town_id text not null references registrar.town,
    phone_mark bytea not null check (length(phone_mark) = 32),
    person_id text,
    code_mark bytea not null check (length(code_mark) = 32),
    asked_at timestamptz not null,
    tries smallint not null default 0,
    used boolean not null default false
);
create index phone_code_of_phone on registrar.phone_code (town_id, phone_mark, asked_at);

-- What is to be sent to somebody and no machine sends: the secretary reads it out. Sealed with a
-- key outside the database; gone once it is used or past.
create table registrar.outbox (
    reference bytea primary key check (length(reference) = 32),
    town_id text not null references registrar.town,
    content bytea not null,
    expires_at timestamptz not null
);

-- A printed personal code (绑定码), for the first time somebody signs in: one for each, used once.
create table registrar.personal_code (
    town_id text not null references registrar.town,
    person_id text not null,
    code_mark bytea not null unique check (length(code_mark) = 32),
    primary key (town_id, person_id)
);

-- A voter's browser, kept as a keyed hash of its cookie.
create table registrar.voter_session (
    session_mark bytea primary key check (length(session_mark) = 32),
    town_id text not null references registrar.town,
    person_id text not null,
    created_at timestamptz not null
);

grant select, insert, update, delete on registrar.phone_code to minping_web;
grant select, insert, delete on registrar.outbox, registrar.personal_code, registrar.voter_session
to minping_web;

-- A paper ballot as one teller read it, sealed with a key outside the database until both agree;
-- `answers` is a keyed hash that tells whether two entries are alike. `third` decided between two.
create table registrar.paper_entry (
    town_id text not null,
    survey_id text not null,
    slip_mark bytea not null check (length(slip_mark) = 32),
    account_id text not null,
    third boolean not null default false,
    content bytea not null,
    answers bytea not null check (length(answers) = 32),
    primary key (survey_id, slip_mark, account_id),
    foreign key (town_id, survey_id) references registrar.evaluation,
    foreign key (town_id, account_id) references registrar.account
);

-- What became of the paper of one weighting group and unit, before two scrutineers.
create table registrar.paper_pile (
    town_id text not null,
    survey_id text not null,
    weighting_group text not null,
    unit text not null,
    printed integer not null check (printed >= 0),
    issued integer not null check (issued between 0 and printed),
    returned integer not null check (returned between 0 and issued),
    invalid integer not null check (invalid between 0 and returned),
    primary key (survey_id, weighting_group, unit),
    foreign key (town_id, survey_id) references registrar.evaluation
);

-- The envelope of a sheet between its two stamps, so that a batch cut short is taken up again.
create table registrar.paper_sheet (
    survey_id text not null,
    slip_mark bytea not null check (length(slip_mark) = 32),
    envelope bytea not null,
    primary key (survey_id, slip_mark)
);

grant select, insert, delete on registrar.paper_entry, registrar.paper_sheet to minping_web;
grant select, insert on registrar.paper_pile to minping_web;
grant select on registrar.paper_pile to minping_worker;

-- Enter a sheet. One outcome: entered, unknown, used, not_open, signed, same_account, full,
-- agreed (there is nothing to decide between).
create function registrar.enter_paper(
    which text, mark bytea, who text, sealed bytea, alike bytea, deciding boolean
)
returns text
language plpgsql security definer set search_path = registrar, pg_temp as $$
declare
    survey registrar.evaluation;
    held registrar.ballot_right;
    said text;
begin
    select e.* into survey from registrar.evaluation e where e.survey_id = which for share;
    select r.* into held from registrar.ballot_right r
    where r.survey_id = which and r.slip_mark = mark and r.channel = 'paper' for update;
    said := case
        when held.survey_id is null then 'unknown'
        when survey.stage not in ('open', 'paused') then 'not_open'
        when exists (select from registrar.paper_pile p where p.survey_id = which) then 'signed'
        when held.state = 'voided' or held.inner_count > 0 then 'used'
        when exists (
            select from registrar.paper_entry p
            where p.survey_id = which and p.slip_mark = mark and p.account_id = who
        ) then 'same_account'
        when not deciding and (
            select count(*) from registrar.paper_entry p
            where p.survey_id = which and p.slip_mark = mark
        ) >= 2 then 'full'
        when deciding and (
            select count(*) <> 2 or count(distinct p.answers) <> 2 from registrar.paper_entry p
            where p.survey_id = which and p.slip_mark = mark
        ) then 'agreed'
        else 'entered'
    end;
    if said = 'entered' then
        insert into registrar.paper_entry
        (town_id, survey_id, slip_mark, account_id, third, content, answers)
        values (survey.town_id, which, mark, who, deciding, sealed, alike);
    end if;
    return said;
end
$$;

-- Sheets entered so far, with the pile they belong to. Numbers and keyed hashes.
create function registrar.look_at_paper(which text)
returns table (
    slip_mark bytea, weighting_group text, unit text, account_id text, third boolean,
    content bytea, answers bytea
)
language sql stable security definer set search_path = registrar, pg_temp as $$
    select p.slip_mark, r.weighting_group, r.unit, p.account_id, p.third, p.content, p.answers
    from registrar.paper_entry p
    join registrar.ballot_right r on r.survey_id = p.survey_id and r.slip_mark = p.slip_mark
    where p.survey_id = which order by p.slip_mark, p.third, p.account_id
$$;

-- How many paper ballots were printed, by weighting group and unit.
create function registrar.count_paper(which text)
returns table (weighting_group text, unit text, printed bigint)
language sql stable security definer set search_path = registrar, pg_temp as $$
    select r.weighting_group, r.unit, count(*) from registrar.ballot_right r
    where r.survey_id = which and r.channel = 'paper' and r.slip_mark is not null
    group by r.weighting_group, r.unit order by r.weighting_group, r.unit
$$;

-- Stamps for paper that was collected: also while the vote is paused, when the hall has finished
-- and the tellers have not. Nobody else is stamped meanwhile, since this transaction holds the row.
create function registrar.claim_collected(
    which text, marks bytea[], parts text[], kinds text[], requests bytea[]
)
returns table (place integer, outcome text, weighting_group text)
language plpgsql security definer set search_path = registrar, pg_temp as $$
declare
    here text;
begin
    select e.stage into here from registrar.evaluation e where e.survey_id = which for update;
    if here = 'paused' then
        update registrar.evaluation e set stage = 'open' where e.survey_id = which;
    end if;
    return query
    select o.place::integer, c.outcome, c.weighting_group
    from (
        select u.* from unnest(marks, parts, kinds, requests) with ordinality
            as u (mark, part, kind, request, place)
        where exists (
            select from registrar.ballot_right r
            where r.survey_id = which and r.slip_mark = u.mark and r.channel = 'paper'
        )
        order by u.mark, u.place
    ) o
    cross join lateral registrar.claim_stamp(which, o.mark, null, o.part, o.kind, o.request) c;
    if here = 'paused' then
        update registrar.evaluation e set stage = 'paused' where e.survey_id = which;
    end if;
end
$$;

-- Envelopes of collected paper go into the box in one transaction, paused or not; nobody else's
-- does meanwhile, since the gate is held. Outcomes as of cast_stamped.
create function box.cast_collected(
    which text, manifest bytea, groups text[], units text[], leaves bytea[], envelopes bytea[],
    prefixes bytea[], stamps bytea[], receipts bytea[]
)
returns table (place integer, outcome text, leaf bytea, receipt bytea)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    stood text;
begin
    select g.state into stood from box.gate g where g.survey_id = which for update;
    if stood = 'paused' then
        update box.gate g set state = 'open' where g.survey_id = which;
    end if;
    return query
    select c.place, c.outcome, c.leaf, c.receipt
    from box.cast_stamped(which, manifest, groups, units, leaves, envelopes, prefixes, stamps, receipts) c;
    if stood = 'paused' then
        update box.gate g set state = 'paused' where g.survey_id = which;
    end if;
end
$$;

-- Likewise where the server seals: each sheet spends the slip that its serial stands for.
create function box.cast_collected_slips(
    which text, manifest bytea,
    marks bytea[], units text[], leaves bytea[], envelopes bytea[], receipts bytea[]
)
returns table (place integer, outcome text, leaf bytea, receipt bytea)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    stood text;
begin
    select g.state into stood from box.gate g where g.survey_id = which for update;
    if stood = 'paused' then
        update box.gate g set state = 'open' where g.survey_id = which;
    end if;
    return query
    select c.place, c.outcome, c.leaf, c.receipt
    from box.cast_slips(which, manifest, marks, units, leaves, envelopes, receipts) c;
    if stood = 'paused' then
        update box.gate g set state = 'paused' where g.survey_id = which;
    end if;
end
$$;

-- Nobody may do anything that is not granted here.
revoke all on function
registrar.make_rights(text, text[], bytea[], text[], text[], text[]) from public;
revoke all on function registrar.hand_out(text, text, text) from public;
revoke all on function registrar.look_at_people(text) from public;
revoke all on function registrar.void_untaken(text) from public;
revoke all on function
registrar.enter_paper(text, bytea, text, bytea, bytea, boolean) from public;
revoke all on function registrar.look_at_paper(text) from public;
revoke all on function registrar.count_paper(text) from public;
revoke all on function
registrar.claim_collected(text, bytea[], text[], text[], bytea[]) from public;
revoke all on function box.cast_collected(
    text, bytea, text[], text[], bytea[], bytea[], bytea[], bytea[], bytea[]
) from public;
revoke all on function box.cast_collected_slips(
    text, bytea, bytea[], text[], bytea[], bytea[], bytea[]
) from public;

grant execute on function
registrar.make_rights(text, text[], bytea[], text[], text[], text[]) to minping_web;
grant execute on function registrar.hand_out(text, text, text) to minping_web;
grant execute on function registrar.look_at_people(text) to minping_web;
grant execute on function registrar.void_untaken(text) to minping_web;
grant execute on function
registrar.enter_paper(text, bytea, text, bytea, bytea, boolean) to minping_web;
grant execute on function registrar.look_at_paper(text) to minping_web;
grant execute on function registrar.count_paper(text) to minping_web;
grant execute on function
registrar.claim_collected(text, bytea[], text[], text[], bytea[]) to minping_web;
grant execute on function box.cast_collected(
    text, bytea, text[], text[], bytea[], bytea[], bytea[], bytea[], bytea[]
) to minping_box;
grant execute on function box.cast_collected_slips(
    text, bytea, bytea[], text[], bytea[], bytea[], bytea[]
) to minping_box;
