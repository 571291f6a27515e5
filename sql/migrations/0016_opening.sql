-- A ballot is written once, where it stays. Until the last envelope is open ballots wait with the
-- opener, who knows which of them lay in two envelopes; so no ballot lies on a table between.
--
-- Rewrites no row; takes the lock of a catalog entry.

-- Up to a page a ballot stays in its row as it is: nothing is compressed to save a few bytes.
alter table box.opened set (toast_tuple_target = 8160);

create or replace function box.begin_opening(which text)
returns table (state text, manifest_digest bytea, sealed bigint)
language plpgsql security definer set search_path = box, pg_temp as $$
declare
    here box.gate;
begin
    select g.* into here from box.gate g where g.survey_id = which for update;
    if here.state = 'closed' then
        create temporary table opening_remark (
            lot bytea not null, about text, question text not null, words text not null
        ) on commit drop;
    end if;
    return query
    select here.state, here.manifest_digest, count(*)
    from box.sealed s where s.survey_id = which having here.state is not null;
end
$$;

-- Lay ballots out that came out of a closed box, in the order of their digests.
drop function box.lay_out_ballots(text[], text[], bytea[], bytea[]);
create function box.lay_out_ballots(which text, digests bytea[], ballots bytea[])
returns void
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    perform from box.gate g where g.survey_id = which and g.state = 'closed' for update;
    if not found then
        raise exception 'the box is not closed' using errcode = 'MP006';
    end if;
    insert into box.opened (survey_id, digest, ballot)
    select which, o.digest, o.ballot from unnest(digests, ballots) as o (digest, ballot);
end
$$;

-- Keep what came out, all of it or nothing: ballots are laid out under their digest, remarks follow
-- by lot and spoiled envelopes by reason, and together they are as many as the envelopes.
create or replace function box.keep_opened(
    which text, groups text[], reasons text[], numbers integer[]
)
returns void
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    perform from box.gate g where g.survey_id = which and g.state = 'closed' for update;
    if not found then
        raise exception 'the box is not closed' using errcode = 'MP006';
    end if;
    insert into box.unopened (survey_id, weighting_group, reason, number)
    select which, o.weighting_group, o.reason, o.number
    from unnest(groups, reasons, numbers) as o (weighting_group, reason, number)
    order by o.weighting_group, o.reason;
    insert into box.remark (survey_id, position, about, question, words)
    select which, row_number() over (order by r.lot), r.about, r.question, r.words
    from pg_temp.opening_remark r order by r.lot;
    if (select count(*) from box.sealed s where s.survey_id = which)
        <> (select count(*) from box.opened o where o.survey_id = which)
        + (select coalesce(sum(u.number), 0) from box.unopened u where u.survey_id = which)
    then
        raise exception 'not every envelope is accounted for' using errcode = 'MP007';
    end if;
    update box.gate g set state = 'opened' where g.survey_id = which;
end
$$;

revoke all on function box.lay_out_ballots(text, bytea[], bytea[]) from public;
grant execute on function box.lay_out_ballots(text, bytea[], bytea[]) to minping_opener;
