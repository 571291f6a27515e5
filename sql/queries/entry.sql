-- name: find_entry
-- What the page of signing in needs of an evaluation; whether anybody may sign in at all.
select
    e.town_id, t.congress, e.survey_id, e.title, e.stage, e.manifest, e.manifest_digest,
    e.closes_at, exists (select from registrar.look_at_people($1)) as signin
from registrar.evaluation as e inner join registrar.town as t on t.town_id = e.town_id
where e.survey_id = $1;
