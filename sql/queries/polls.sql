-- name: draft_poll
-- Begin a poll with its plan, and the stored questionnaire its form was taken from.
insert into registrar.poll
(town_id, survey_id, title, plan, opens_at, questionnaire_id, questionnaire_version)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: revise_poll
-- Change a draft; anything later is frozen by trigger.
update registrar.poll set
    title = $3, plan = $4, opens_at = $5, questionnaire_id = $6, questionnaire_version = $7
where town_id = $1 and survey_id = $2 and stage = 'drafted';

-- name: list_polls
-- Every poll of a town: drafts, then newest first, void ones last.
select survey_id, title, stage, opened_at, closed_at, published_at
from registrar.poll where town_id = $1
order by stage = 'void', coalesce(opened_at, 'infinity') desc, survey_id desc;

-- name: find_poll
-- One poll as the workbench shows it.
select
    town_id, survey_id, title, stage, plan, questionnaire_id, questionnaire_version, roll, box_key,
    manifest, manifest_digest, count, result_digest, opens_at, opened_at, closes_at, closed_at,
    published_at, void_reason
from registrar.poll where town_id = $1 and survey_id = $2;

-- name: lock_poll
-- The same, locked until this request is decided, so that two people cannot take one step twice.
select
    town_id, survey_id, title, stage, plan, questionnaire_id, questionnaire_version, roll, box_key,
    manifest, manifest_digest, count, result_digest, opens_at, opened_at, closes_at, closed_at,
    published_at, void_reason
from registrar.poll where town_id = $1 and survey_id = $2
for update;

-- name: prepare_poll
-- The form is frozen, and where people were drawn, the seed and the roll they were drawn from.
update registrar.poll set stage = 'prepared', plan = $3, roll = $4
where town_id = $1 and survey_id = $2;

-- name: freeze_questionnaire
-- A stored questionnaire that a poll uses never changes again.
update registrar.questionnaire set frozen = true
where town_id = $1 and questionnaire_id = $2 and version = $3 and ready and not frozen;

-- name: list_questionnaires
-- The newest version of each stored questionnaire that is ready to be used.
select distinct on (questionnaire_id) questionnaire_id, version, title
from registrar.questionnaire where town_id = $1 and ready
order by questionnaire_id asc, version desc;

-- name: find_questionnaire
-- One version of a stored questionnaire.
select form from registrar.questionnaire
where town_id = $1 and questionnaire_id = $2 and version = $3 and ready;

-- name: freeze_poll_manifest
-- What cards are printed under; it may be frozen anew until the poll opens.
update registrar.poll set manifest = $3, manifest_digest = $4
where town_id = $1 and survey_id = $2 and stage = 'prepared';

-- name: open_poll
-- Answers may come, until the announced time.
update registrar.poll set stage = 'open', opened_at = $3, closes_at = $4
where town_id = $1 and survey_id = $2;

-- name: pause_poll
-- Nobody may answer until it goes on.
update registrar.poll set stage = 'paused' where town_id = $1 and survey_id = $2;

-- name: resume_poll
-- Answers may come again.
update registrar.poll set stage = 'open' where town_id = $1 and survey_id = $2;

-- name: move_poll_closing
-- The time at which the poll closes by itself moves.
update registrar.poll set closes_at = $3 where town_id = $1 and survey_id = $2;

-- name: close_poll
-- No more answers.
update registrar.poll set stage = 'closed', closed_at = $3
where town_id = $1 and survey_id = $2;

-- name: void_poll
-- The poll is void, for a reason that is kept.
update registrar.poll set stage = 'void', void_reason = $3
where town_id = $1 and survey_id = $2;

-- name: keep_poll_count
-- The count is frozen.
update registrar.poll set stage = 'counted', count = $3
where town_id = $1 and survey_id = $2;

-- name: publish_poll
-- The result is public.
update registrar.poll set stage = 'published', result_digest = $3, published_at = $4
where town_id = $1 and survey_id = $2;

-- name: read_poll_ballots
-- The next opened ballots in order of their digest, which is no order.
select digest, ballot from box.opened
where survey_id = $1 and digest > $2 order by digest limit $3;

-- name: read_poll_unopened
-- Envelopes that held no valid ballot, by reason.
select reason, sum(number)::bigint as number from box.unopened
where survey_id = $1 group by reason order by reason;

-- name: read_poll_leaves
-- The names of all envelopes, in order; there are none before the gate is closed.
select leaf from box.sealed_list where survey_id = $1 order by leaf;

-- name: count_poll_texts
-- How many wrote something, question by question.
select question, count(*) as number from box.remark
where survey_id = $1 group by question order by question;

-- name: read_poll_texts
-- What was written, in the order drawn when the box was opened.
select question, words from box.remark where survey_id = $1 order by position;

-- name: add_comment_review
-- What somebody decided about one comment; an earlier decision stays on record.
insert into registrar.comment_review
(town_id, survey_id, number, seq, at, actor, verdict, words)
values (
    $1, $2, $3,
    (select count(*) + 1 from registrar.comment_review c
     where c.town_id = $1 and c.survey_id = $2 and c.number = $3),
    $4, $5, $6, $7
);

-- name: read_comment_reviews
-- What stands of each comment: the latest decision.
select distinct on (number) number, actor, verdict, words
from registrar.comment_review
where town_id = $1 and survey_id = $2 order by number asc, seq desc;
