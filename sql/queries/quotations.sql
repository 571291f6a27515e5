-- name: list_published_polls
-- Polls of a town that may stand beside an evaluation, the newest first.
select survey_id, title, published_at, manifest
from registrar.poll where town_id = $1 and stage = 'published'
order by published_at desc, survey_id limit 24;

-- name: find_published_poll
-- One of them as it was published; its reading may be of another release.
select p.survey_id, p.title, p.manifest, p.result_digest, d.content as result, r.content as reading
from registrar.poll p
inner join registrar.document d
    on d.town_id = p.town_id and d.survey_id = p.survey_id and d.name = 'result.json' and d.public
left join registrar.document r
    on r.town_id = p.town_id and r.survey_id = p.survey_id and r.name = 'reading.json' and r.public
where p.town_id = $1 and p.survey_id = $2 and p.stage = 'published';

-- name: find_quotation
-- What stands beside an evaluation.
select q.poll_id, p.title, q.choice
from registrar.quotation q
inner join registrar.poll p on p.town_id = q.town_id and p.survey_id = q.poll_id
where q.town_id = $1 and q.survey_id = $2;

-- name: keep_quotation
-- Let a poll stand beside an evaluation, in place of another.
insert into registrar.quotation (town_id, survey_id, poll_id, choice) values ($1, $2, $3, $4)
on conflict (town_id, survey_id) do update set poll_id = excluded.poll_id, choice = excluded.choice;

-- name: drop_quotation
-- Let none stand beside it.
delete from registrar.quotation where town_id = $1 and survey_id = $2;
