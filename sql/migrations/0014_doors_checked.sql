-- A phone is bound before its code alone signs in; codes are limited by address too; whoever took a
-- ballot is told so; each door is counted.
-- Adds columns and makes new tables and functions; takes no lock anybody waits for.

-- Where a code was asked for from: a keyed hash, kept a day like the rest. None for a browser that
-- is bound, which no crowd keeps out.
alter table registrar.phone_code
add column address_mark bytea check (length(address_mark) = 32);
create index phone_code_of_town on registrar.phone_code (town_id, asked_at);

-- Good without a code to the phone, since the number on the roll is no longer its owner's.
alter table registrar.personal_code add column alone boolean not null default false;

-- A browser (绑定的手机) whose holder showed the printed code of a person, as a keyed hash of its
-- cookie. Several people may share a phone.
create table registrar.bound_phone (
    browser_mark bytea not null check (length(browser_mark) = 32),
    town_id text not null references registrar.town,
    person_id text not null,
    primary key (browser_mark, town_id, person_id)
);
create index bound_phone_of_person on registrar.bound_phone (town_id, person_id);

-- Who was told that they took a ballot. No time, no door.
create table registrar.told_person (
    town_id text not null,
    survey_id text not null,
    person_id text not null,
    primary key (survey_id, person_id),
    foreign key (town_id, survey_id) references registrar.evaluation
);

grant select, insert, update, delete on registrar.bound_phone to minping_web;
grant select, insert on registrar.told_person to minping_worker;
grant insert, select (reference) on registrar.outbox to minping_worker;
grant select on registrar.person to minping_worker;
grant execute on function registrar.look_at_people(text) to minping_worker;

-- Rights to sign in, in numbers: how many there are, how many people took a card or paper instead,
-- how many nobody took before the close.
create function registrar.count_signin(which text)
returns table (weighting_group text, unit text, eligible bigint, handed bigint, untaken bigint)
language sql stable security definer set search_path = registrar, pg_temp as $$
    select
        r.weighting_group, r.unit, count(*),
        count(*) filter (where r.channel <> 'signin'),
        count(*) filter (where r.channel = 'signin' and r.state = 'voided')
    from registrar.ballot_right r
    where r.survey_id = which and r.person_id is not null
    group by r.weighting_group, r.unit order by r.weighting_group, r.unit
$$;

revoke all on function registrar.count_signin(text) from public;
grant execute on function registrar.count_signin(text) to minping_web, minping_worker;
