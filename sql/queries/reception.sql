-- name: list_receptions
-- Evaluations that are under way, for whoever sits at the desk.
select survey_id, title, stage from registrar.evaluation
where town_id = $1 and manifest is not null and stage in ('prepared', 'open', 'paused', 'closed')
order by stage, survey_id;

-- name: find_reception
-- An evaluation of this town, with the roll as it was frozen.
select survey_id, title, stage, roll, manifest, manifest_digest
from registrar.evaluation where town_id = $1 and survey_id = $2 and manifest is not null;
