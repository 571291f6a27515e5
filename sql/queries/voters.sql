-- name: put_into_outbox
-- Keep a message for the secretary; for nobody the same statement keeps nothing.
insert into registrar.outbox (reference, town_id, content, expires_at)
select $1, $2, $3, $4 where $5::boolean
on conflict (reference) do nothing;

-- name: drop_from_outbox
-- It was used.
delete from registrar.outbox where reference = $1;

-- name: clear_outbox
-- What is past is worth nothing.
delete from registrar.outbox where expires_at <= $1;

-- name: list_outbox
-- What waits to be read out, newest first.
select content, expires_at from registrar.outbox where town_id = $1 order by expires_at desc;

-- name: lock_phone
-- Two browsers that ask for one number come one after the other.
select pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0));

-- name: look_at_asking
-- How often a number, an address and the whole town asked for codes; when last; whether the number
-- was guessed at.
select
    coalesce(max(c.asked_at) filter (where c.phone_mark = $2), 'epoch'::timestamptz) as last,
    count(*) filter (where c.phone_mark = $2) as today,
    count(*) filter (where c.asked_at > $4) as everybody,
    count(*) filter (where c.asked_at > $4 and c.address_mark = $7) as here,
    count(*) filter (where c.phone_mark = $2 and c.tries >= $5 and c.asked_at > $6) as guessed
from registrar.phone_code as c where c.town_id = $1 and c.asked_at > $3;

-- name: count_electors
-- How many people of a town may vote.
select count(*) as number from registrar.person where town_id = $1 and eligible;

-- name: forget_codes
-- Codes of yesterday limit nobody any more.
delete from registrar.phone_code where asked_at <= $1;

-- name: drop_codes_of_browser
-- A browser has one code at a time.
delete from registrar.phone_code where browser_mark = $1;

-- name: keep_code
-- A code that was asked for, as a keyed hash.
insert into registrar.phone_code
(browser_mark, town_id, phone_mark, person_id, code_mark, asked_at, address_mark)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: find_by_phone
-- Whose number it is, on the roll of the town that holds this evaluation.
select p.town_id, p.person_id, p.name from registrar.evaluation as e
inner join registrar.person as p on p.town_id = e.town_id
where e.survey_id = $1 and p.phone_mark = $2 and p.eligible;

-- name: try_code
-- Count a try before the code is looked at, so that many at once are counted too.
update registrar.phone_code set tries = tries + 1
where browser_mark = $1 and not used and asked_at > $2 and tries < $3
returning town_id, coalesce(person_id, '') as person_id, code_mark;

-- name: give_back_try
-- The code was right, and something else was not: that is no guess at the code.
update registrar.phone_code set tries = tries - 1 where browser_mark = $1 and tries > 0;

-- name: use_code
-- A code is used once; of many at once, by one.
update registrar.phone_code set used = true where browser_mark = $1 and not used;

-- name: drop_personal_codes
-- Codes these people were given before are worthless.
delete from registrar.personal_code where town_id = $1 and person_id = any($2::text[]);

-- name: keep_personal_codes
-- A printed code for each, as keyed hashes; whether it is good without a code to the phone.
insert into registrar.personal_code (town_id, person_id, code_mark, alone)
select $1, o.person_id, o.code_mark, $4
from unnest($2::text[], $3::bytea[]) as o (person_id, code_mark) order by o.code_mark;

-- name: list_numberless
-- Who has no number on the roll.
select person_id from registrar.person where town_id = $1 and phone_mark is null;

-- name: find_personal_code
-- Whose printed code this is, and whether it is good without a code to the phone.
select c.town_id, c.person_id, p.name, (c.alone or p.phone_mark is null) as alone
from registrar.personal_code as c
inner join registrar.evaluation as e on e.town_id = c.town_id
inner join registrar.person as p on p.town_id = c.town_id and p.person_id = c.person_id
where c.code_mark = $1 and e.survey_id = $2;

-- name: use_personal_code
-- A printed code is used once; of many at once, by one.
delete from registrar.personal_code where code_mark = $1 and town_id = $2 and person_id = $3;

-- name: count_bound
-- Whether a browser is bound to this person.
select count(*) as number from registrar.bound_phone
where browser_mark = $1 and town_id = $2 and person_id = $3;

-- name: count_bound_to_anybody
-- Whether a browser is bound to somebody of this town.
select count(*) as number from registrar.bound_phone where browser_mark = $1 and town_id = $2;

-- name: rename_bound
-- The browser goes by another word from now on, so that one planted in it opens nothing.
update registrar.bound_phone set browser_mark = $2 where browser_mark = $1;

-- name: bind_phone
-- Bind a browser to a person.
insert into registrar.bound_phone (browser_mark, town_id, person_id) values ($1, $2, $3)
on conflict do nothing;

-- name: unbind_person
-- Their phone is lost or changed: no browser of theirs signs in by its code alone.
delete from registrar.bound_phone where town_id = $1 and person_id = $2;

-- name: end_voter_sessions_of
-- Nor stays signed in.
delete from registrar.voter_session where town_id = $1 and person_id = $2;

-- name: find_phone_of
-- The number somebody has on the roll, sealed.
select phone_sealed from registrar.person where town_id = $1 and person_id = $2;

-- name: forget_gone_codes
-- Printed codes of people who are no longer on the roll.
delete from registrar.personal_code as c where c.town_id = $1 and not exists (
    select from registrar.person as p where p.town_id = c.town_id and p.person_id = c.person_id
);

-- name: forget_gone_phones
-- Phones bound to them.
delete from registrar.bound_phone as c where c.town_id = $1 and not exists (
    select from registrar.person as p where p.town_id = c.town_id and p.person_id = c.person_id
);

-- name: find_untold
-- Who took a ballot of this evaluation and was not told yet.
select p.person_id, p.name, p.phone_sealed
from registrar.look_at_people($2) as l
inner join registrar.person as p on p.town_id = $1 and p.person_id = l.person_id
where l.taken and p.phone_sealed is not null and not exists (
    select from registrar.told_person as t where t.survey_id = $2 and t.person_id = l.person_id
)
order by p.person_id;

-- name: note_told
-- They were told.
insert into registrar.told_person (town_id, survey_id, person_id)
select $1, $2, o.person_id from unnest($3::text[]) as o (person_id) on conflict do nothing;

-- name: open_voter_session
-- A voter's browser, known by the keyed hash of its cookie.
insert into registrar.voter_session (session_mark, town_id, person_id, created_at)
values ($1, $2, $3, $4);

-- name: find_voter
-- Whose browser it is, for an evaluation of their own town.
select s.session_mark, s.town_id as town, s.person_id as person, p.name
from registrar.voter_session as s
inner join registrar.person as p on p.town_id = s.town_id and p.person_id = s.person_id
inner join registrar.evaluation as e on e.town_id = s.town_id
where s.session_mark = $1 and s.created_at > $2 and e.survey_id = $3;

-- name: end_voter_session
-- Signed out.
delete from registrar.voter_session where session_mark = $1;

-- name: end_old_voter_sessions
-- Sessions nobody can use any more.
delete from registrar.voter_session where created_at <= $1;
