-- name: hand_over_key
-- The public half of a key that scrutineers keep; another one may take its place until it is frozen.
insert into registrar.custody (town_id, survey_id, public_key) values ($1, $2, $3)
on conflict (town_id, survey_id) do update set public_key = excluded.public_key, rehearsed = false;

-- name: take_box_key
-- The box is sealed to this key from now on.
update registrar.evaluation set box_key = $3
where town_id = $1 and survey_id = $2 and stage = 'prepared';

-- name: note_rehearsal
-- The shares were tried together.
update registrar.custody set rehearsed = true where town_id = $1 and survey_id = $2;

-- name: give_back
-- The system keeps the key after all.
delete from registrar.custody where town_id = $1 and survey_id = $2;

-- name: forget_box_key
-- So that the opener makes one.
update registrar.evaluation set box_key = null
where town_id = $1 and survey_id = $2 and stage = 'prepared';

-- name: find_custody
-- Who keeps the key of this box in shares; no row where the system does.
select public_key, rehearsed from registrar.custody where town_id = $1 and survey_id = $2;
