-- name: find_voting
-- What a voter's page needs of an evaluation; nothing about people.
select town_id, survey_id, title, stage, manifest, manifest_digest, closes_at
from registrar.evaluation where survey_id = $1;
