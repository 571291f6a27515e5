-- name: find_voting
-- What a voter's page needs of a survey; nothing about people.
select
    town_id, survey_id, kind, title, stage, manifest, manifest_digest, opens_at, closes_at
from registrar.survey where survey_id = $1;
