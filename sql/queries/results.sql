-- name: list_current
-- Surveys a citizen may know of: those that are open and those that are published.
select survey_id, kind, title, stage, published_at
from registrar.survey where stage in ('open', 'paused', 'closed', 'published')
order by coalesce(published_at, 'infinity') desc, survey_id;

-- name: list_consultations_for_all
-- Consultations a citizen may know of, the newest first.
select survey_id, title, stage, published_at from registrar.consultation
where stage not in ('drafted', 'void')
order by coalesce(published_at, 'infinity') desc, survey_id;

-- name: find_published
-- A published survey.
select town_id, survey_id, kind, title, manifest, manifest_digest, result_digest, published_at
from registrar.survey where survey_id = $1 and stage = 'published';

-- name: read_published
-- One of its public files.
select d.name, d.media_type, d.content
from registrar.document as d
inner join registrar.survey as e on e.town_id = d.town_id and e.survey_id = d.survey_id
where d.survey_id = $1 and d.name = $2 and d.public and e.stage = 'published';

-- name: list_boxes
-- In which surveys a receipt may be looked up.
select survey_id, title, stage, manifest_digest
from registrar.survey
where stage in ('open', 'paused', 'closed', 'counted', 'confirmed', 'published')
order by opened_at desc;

-- name: find_congress
-- In whose name the site speaks: the congress set up first, where a site serves several towns.
select congress from registrar.town order by town_id limit 1;
