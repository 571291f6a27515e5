-- name: find_cosigner
-- Who co-signs this evaluation; no row where nobody does.
select holder, nonce, halves from registrar.cosigner where town_id = $1 and survey_id = $2;

-- name: find_vote
-- An evaluation as its page of co-signing shows it.
select town_id, survey_id, title, stage, plan, manifest from registrar.evaluation
where town_id = $1 and survey_id = $2;

-- name: lock_vote
-- The same, held until the request is decided.
select town_id, survey_id, title, stage, plan, manifest from registrar.evaluation
where town_id = $1 and survey_id = $2 for update;

-- name: ask_cosigner
-- Somebody is to co-sign; what somebody else brought before is void.
insert into registrar.cosigner (town_id, survey_id, holder, nonce) values ($1, $2, $3, $4)
on conflict (town_id, survey_id) do update
set holder = excluded.holder, nonce = excluded.nonce, halves = null;

-- name: keep_halves
-- The machine's public halves.
update registrar.cosigner set halves = $3 where town_id = $1 and survey_id = $2;

-- name: drop_cosigner
-- Nobody co-signs after all.
delete from registrar.cosigner where town_id = $1 and survey_id = $2;

-- name: find_dialled
-- What a machine that dials in is held against.
select c.nonce, c.halves, e.stage from registrar.cosigner as c
inner join registrar.evaluation as e on e.town_id = c.town_id and e.survey_id = c.survey_id
where c.survey_id = $1;
