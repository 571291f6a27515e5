-- name: find_meeting
-- What the big screen may show of a survey: never an answer.
select
    e.survey_id, e.kind, e.title, t.congress, e.stage, e.entitled, e.present,
    e.closes_at, e.rules, e.manifest_digest,
    case when e.stage = 'paused' and e.kind = 'evaluation' then (
        select max(c.at) from registrar.chronicle as c
        where c.town_id = e.town_id and c.survey_id = e.survey_id and c.action in ('pause', 'extend')
    ) end as held_at,
    e.stage in ('prepared', 'open', 'paused')
    and exists (select from registrar.look_at_people(e.survey_id)) as rights
from registrar.survey as e
inner join registrar.town as t on t.town_id = e.town_id
where e.survey_id = $1;

-- name: find_slides
-- A published result for the slides after the meeting.
select e.manifest, d.content as result, e.result_digest
from registrar.evaluation as e
inner join registrar.document as d on d.town_id = e.town_id and d.survey_id = e.survey_id
where e.survey_id = $1 and e.stage = 'published' and d.name = 'result.json' and d.public;
