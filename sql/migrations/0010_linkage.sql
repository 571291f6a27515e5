-- A text is told to the database without the number of the ballot it came with: whoever has every
-- statement logged would else read the two side by side. The opener keeps back the texts of a
-- ballot that lay in two envelopes, so that nothing here need know whose they were.
-- Changes three functions; takes no lock anybody waits for.

create or replace function box.begin_opening(which text)
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
            lot bytea not null, about text, question text not null, words text not null
        ) on commit drop;
    end if;
    return query
    select here.state, here.manifest_digest, count(*)
    from box.sealed s where s.survey_id = which having here.state is not null;
end
$$;

-- Lay remarks out. The lot is drawn by the opener and decides the order for good.
drop function box.lay_out_remarks(text[], bytea[], text[], text[], text[]);
create function box.lay_out_remarks(
    lots bytea[], abouts text[], questions text[], texts text[]
)
returns void
language plpgsql security definer set search_path = box, pg_temp as $$
begin
    insert into pg_temp.opening_remark (lot, about, question, words)
    select o.lot, o.about, o.question, o.words
    from unnest(lots, abouts, questions, texts) as o (lot, about, question, words);
end
$$;

-- Keep what came out, all of it or nothing: ballots under their digest, remarks by lot, spoiled
-- envelopes by reason. A nonce seen twice is one ballot in two envelopes, and spoils both.
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

revoke all on function box.lay_out_remarks(bytea[], text[], text[], text[]) from public;
grant execute on function
box.lay_out_remarks(bytea[], text[], text[], text[]) to minping_opener;
