-- name: draft_consultation
-- Begin a consultation.
insert into registrar.consultation (town_id, survey_id, title, plan, evaluation_id, closes_at)
values ($1, $2, $3, $4, $5, $6);

-- name: revise_consultation
-- Change a draft; anything later is frozen by trigger.
update registrar.consultation set title = $3, plan = $4, evaluation_id = $5, closes_at = $6
where town_id = $1 and survey_id = $2 and stage = 'drafted';

-- name: list_consultations
-- Every consultation of a town with how many opinions came: drafts, then newest first, void last.
select
    c.survey_id, c.title, c.stage, c.closes_at, c.published_at,
    (
        select count(*) from registrar.opinion o
        where o.town_id = c.town_id and o.survey_id = c.survey_id
    ) as received
from registrar.consultation c where c.town_id = $1
order by c.stage = 'void', coalesce(c.opened_at, 'infinity') desc, c.survey_id desc;

-- name: find_consultation
-- One consultation as the workbench shows it.
select
    town_id, survey_id, title, stage, plan, evaluation_id, closes_at, opened_at, closed_at,
    digest, published_at, void_reason
from registrar.consultation where town_id = $1 and survey_id = $2;

-- name: lock_consultation
-- The same, locked until this request is decided, so that two people cannot take one step twice.
select
    town_id, survey_id, title, stage, plan, evaluation_id, closes_at, opened_at, closed_at,
    digest, published_at, void_reason
from registrar.consultation where town_id = $1 and survey_id = $2
for update;

-- name: find_public_consultation
-- The same as whoever has its address finds it.
select
    town_id, survey_id, title, stage, plan, evaluation_id, closes_at, opened_at, closed_at,
    digest, published_at, void_reason
from registrar.consultation where survey_id = $1 and stage <> 'drafted';

-- name: open_consultation
-- Opinions may come, until the announced time.
update registrar.consultation set stage = 'open', opened_at = $3
where town_id = $1 and survey_id = $2;

-- name: move_consultation_closing
-- The time at which the consultation closes by itself moves.
update registrar.consultation set closes_at = $3 where town_id = $1 and survey_id = $2;

-- name: close_consultation
-- No more opinions.
update registrar.consultation set stage = 'closed', closed_at = $3
where town_id = $1 and survey_id = $2;

-- name: keep_digest
-- What the meeting is told.
update registrar.consultation set stage = 'digested', digest = $3, digested_at = $4
where town_id = $1 and survey_id = $2;

-- name: renew_digest
-- A reply came after the digest was printed; the public page says it too.
update registrar.consultation set digest = $3
where town_id = $1 and survey_id = $2 and stage in ('digested', 'published');

-- name: publish_consultation
-- Digest and replies are public.
update registrar.consultation set stage = 'published', published_at = $3
where town_id = $1 and survey_id = $2;

-- name: void_consultation
-- The consultation is void, for a reason that is kept.
update registrar.consultation set stage = 'void', void_reason = $3
where town_id = $1 and survey_id = $2;

-- name: count_arrival
-- Let one more sender in this minute; how many that makes. Nothing says who they were.
update registrar.consultation set
    arrivals = case when arriving = $3 then arrivals + 1 else 1 end, arriving = $3
where town_id = $1 and survey_id = $2 returning arrivals;

-- name: read_evaluation_plan
-- The evaluation a consultation prepares.
select plan from registrar.evaluation where town_id = $1 and survey_id = $2;

-- name: list_upcoming_evaluations
-- Evaluations that are still to be held.
select survey_id, title from registrar.evaluation
where town_id = $1 and stage in ('drafted', 'prepared') order by title, survey_id;

-- name: count_opinions
-- How many opinions came, and the last number.
select count(*) as received, coalesce(max(number), 0) as latest from registrar.opinion
where town_id = $1 and survey_id = $2;

-- name: add_opinion
-- Keep one opinion as it was written.
insert into registrar.opinion
(town_id, survey_id, number, about, words, name, contact, consented, mark, received_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: read_opinions
-- What was written, with the names of those who agreed to be printed and no others.
select number, about, words, case when consented then name else '' end as name
from registrar.opinion where town_id = $1 and survey_id = $2 order by number;

-- name: read_senders
-- Who wrote: for the secretary alone.
select number, name, contact, received_on from registrar.opinion
where town_id = $1 and survey_id = $2 order by number;

-- name: read_sent
-- What was sent under one code.
select number, about, words, '' as name from registrar.opinion
where survey_id = $1 and mark = $2 order by number;

-- name: read_reviews
-- Every step taken with every opinion, in the order they were taken.
select number, seq, at, actor, entry from registrar.opinion_review
where town_id = $1 and survey_id = $2 order by number, seq;

-- name: add_review
-- Add one step; of two who take it at once the database lets one.
insert into registrar.opinion_review (town_id, survey_id, number, seq, at, actor, entry)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: read_public_digest
-- The printed digest, once it is published.
select d.name, d.media_type, d.content
from registrar.document d
inner join registrar.consultation c on c.town_id = d.town_id and c.survey_id = d.survey_id
where d.survey_id = $1 and d.name = $2 and d.public and c.stage = 'published';
