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
-- How often a number, and the whole town, asked for codes; when last; whether it was guessed at.
select
    coalesce(max(c.asked_at) filter (where c.phone_mark = $2), 'epoch'::timestamptz) as last,
    count(*) filter (where c.phone_mark = $2) as today,
    count(*) filter (where c.asked_at > $4) as everybody,
    count(*) filter (where c.phone_mark = $2 and c.tries >= $5 and c.asked_at > $6) as guessed
from registrar.phone_code as c where c.town_id = $1 and c.asked_at > $3;

-- name: forget_codes
-- Codes of yesterday limit nobody any more.
delete from registrar.phone_code where asked_at <= $1;

-- name: drop_codes_of_browser
-- A browser has one code at a time.
delete from registrar.phone_code where browser_mark = $1;

-- name: keep_code
-- A code that was asked for, as a keyed hash.
insert into registrar.phone_code
(browser_mark, town_id, phone_mark, person_id, code_mark, asked_at)
values ($1, $2, $3, $4, $5, $6);

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

-- name: use_code
-- A code is used once; of many at once, by one.
update registrar.phone_code set used = true where browser_mark = $1 and not used;

-- name: drop_personal_codes
-- Codes of an earlier printing are worthless.
delete from registrar.personal_code where town_id = $1;

-- name: keep_personal_codes
-- A printed code for each, as keyed hashes.
insert into registrar.personal_code (town_id, person_id, code_mark)
select $1, o.person_id, o.code_mark
from unnest($2::text[], $3::bytea[]) as o (person_id, code_mark) order by o.code_mark;

-- name: use_personal_code
-- A printed code signs in once; whose it was.
delete from registrar.personal_code as c using registrar.evaluation as e, registrar.person as p
where c.code_mark = $1 and e.survey_id = $2 and e.town_id = c.town_id
    and p.town_id = c.town_id and p.person_id = c.person_id
returning c.town_id, c.person_id, p.name;

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
