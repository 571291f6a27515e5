-- name: keep_file
-- Something printed or published.
insert into registrar.document (town_id, survey_id, name, media_type, content, digest, public)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (town_id, survey_id, name) do nothing;

-- name: replace_file
-- Something brought in that may be brought again until it is used.
insert into registrar.document (town_id, survey_id, name, media_type, content, digest, public)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (town_id, survey_id, name) do update set
    content = excluded.content, digest = excluded.digest;

-- name: read_file
-- One file, as the workbench reads it.
select name, media_type, content from registrar.document
where town_id = $1 and survey_id = $2 and name = $3;

-- name: list_files
-- What was printed or brought in so far.
select name, media_type, digest, public from registrar.document
where town_id = $1 and survey_id = $2 order by name;

-- name: read_progress
-- How the work for a survey goes, newest first.
select kind, state, coalesce(progress, '') as progress, coalesce(error, '') as error
from registrar.job where town_id = $1 and survey_id = $2 order by run_after desc, job_id;

-- name: read_deeds
-- What was done with one survey, newest first, without deeds that stand elsewhere one by one.
select at, actor, action, detail from registrar.chronicle
where town_id = $1 and survey_id = $2 and action <> all($3::text[]) order by seq desc;
