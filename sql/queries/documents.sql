-- name: find_appraised
-- Everything the papers of one evaluation are written from.
select
    e.town_id, e.survey_id, t.congress, e.title, e.stage, e.plan, e.rules, e.roll, e.manifest, e.count,
    d.content as result, r.content as reading, o.content as opening, v.content as voters
from registrar.evaluation e
inner join registrar.town t on t.town_id = e.town_id
left join registrar.document d
    on d.town_id = e.town_id and d.survey_id = e.survey_id and d.name = 'result.json'
left join registrar.document r
    on r.town_id = e.town_id and r.survey_id = e.survey_id and r.name = 'reading.json'
left join registrar.document o
    on o.town_id = e.town_id and o.survey_id = e.survey_id and o.name = 'opening.json'
left join registrar.document v
    on v.town_id = e.town_id and v.survey_id = e.survey_id and v.name = 'voters.json'
where e.town_id = $1 and e.survey_id = $2;

-- name: list_published
-- The other evaluations this town published, the newest first; rehearsals count for nothing.
select e.manifest, d.content as result
from registrar.evaluation e
inner join registrar.document d
    on d.town_id = e.town_id and d.survey_id = e.survey_id and d.name = 'result.json'
where e.town_id = $1 and e.survey_id <> $2 and e.stage = 'published'
    and not coalesce((e.plan::jsonb ->> 'rehearsal')::boolean, false)
order by e.published_at desc nulls last limit 12;

-- name: hold_evaluation
-- Hold an evaluation, so that nobody writes into a paper while it is issued.
select survey_id from registrar.evaluation where town_id = $1 and survey_id = $2 for update;

-- name: read_wording
-- The words somebody put into the slots of a paper.
select slot, words from registrar.wording
where town_id = $1 and survey_id = $2 and document = $3 order by slot;

-- name: keep_wording
-- Put words into a slot.
insert into registrar.wording (town_id, survey_id, document, slot, words)
values ($1, $2, $3, $4, $5)
on conflict (town_id, survey_id, document, slot) do update set words = excluded.words;

-- name: drop_wording
-- Let a slot say what is usual again.
delete from registrar.wording
where town_id = $1 and survey_id = $2 and document = $3 and slot = $4;

-- name: issue_paper
-- A paper is issued as it stands.
insert into registrar.issued (town_id, survey_id, document, written, issued_at)
values ($1, $2, $3, $4, $5);

-- name: find_issued
-- A paper as it was issued.
select document, written, issued_at from registrar.issued
where town_id = $1 and survey_id = $2 and document = $3;

-- name: list_begun
-- Papers somebody wrote in or issued.
select w.document, null::timestamptz as issued_at from registrar.wording w
where w.town_id = $1 and w.survey_id = $2 and not exists (
    select from registrar.issued i
    where i.town_id = w.town_id and i.survey_id = w.survey_id and i.document = w.document
)
union
select i.document, i.issued_at from registrar.issued i
where i.town_id = $1 and i.survey_id = $2;

-- name: find_press_job
-- How the printing of one file goes, the newest time it was asked for.
select state, coalesce(progress, '') as progress, coalesce(error, '') as error from registrar.job
where town_id = $1 and survey_id = $2 and kind = $3 and payload = $4
order by run_after desc limit 1;

-- name: list_evidence
-- The published files that prove a result.
select name, media_type, content from registrar.document
where town_id = $1 and survey_id = $2 and public and name = any($3::text[]) order by name;
