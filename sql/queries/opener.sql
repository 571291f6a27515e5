-- name: keep_box_key
-- The public half of a box key, once, beside the evaluation it was made for.
update registrar.evaluation set box_key = $3
where town_id = $1 and survey_id = $2 and (box_key is null or box_key = $3);

-- name: keep_box_key_of_poll
-- The same, beside the poll it was made for; one survey is one of the two.
update registrar.poll set box_key = $3
where town_id = $1 and survey_id = $2 and (box_key is null or box_key = $3);

-- name: find_manifest
-- The manifest a box is opened under, as it was frozen.
select manifest from registrar.survey where town_id = $1 and survey_id = $2;

-- name: find_opened_file
-- What scrutineers brought back from the box they opened.
select content from registrar.document
where town_id = $1 and survey_id = $2 and name = 'opened.json';
