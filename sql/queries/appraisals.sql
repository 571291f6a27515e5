-- name: draft_evaluation
-- Begin an evaluation with its plan and rule set.
insert into registrar.evaluation (town_id, survey_id, title, plan, rules, redo_of)
values ($1, $2, $3, $4, $5, $6);

-- name: revise_evaluation
-- Change a draft; anything later is frozen by trigger.
update registrar.evaluation set title = $3, plan = $4, rules = $5
where town_id = $1 and survey_id = $2 and stage = 'drafted';

-- name: list_evaluations
-- Every evaluation of a town: drafts, then newest first, void ones last.
select survey_id, title, stage, opened_at, closed_at, published_at
from registrar.evaluation where town_id = $1
order by stage = 'void', coalesce(opened_at, 'infinity') desc, survey_id desc;

-- name: find_evaluation
-- One evaluation as the workbench shows it.
select
    town_id, survey_id, title, stage, plan, rules, roll, entitled, present, box_key, manifest,
    manifest_digest, count, confirmation, result_digest, opened_at, closes_at, closed_at,
    published_at, void_reason, redo_of
from registrar.evaluation where town_id = $1 and survey_id = $2;

-- name: lock_evaluation
-- The same, locked until this request is decided, so that two people cannot take one step twice.
select
    town_id, survey_id, title, stage, plan, rules, roll, entitled, present, box_key, manifest,
    manifest_digest, count, confirmation, result_digest, opened_at, closes_at, closed_at,
    published_at, void_reason, redo_of
from registrar.evaluation where town_id = $1 and survey_id = $2
for update;

-- name: find_redo
-- The evaluation that was drafted in place of a void one and is not void itself.
select survey_id from registrar.evaluation
where town_id = $1 and redo_of = $2 and stage <> 'void';

-- name: freeze_roll
-- The roll is frozen with the form: a canonical copy without phones.
update registrar.evaluation set stage = 'prepared', roll = $3, entitled = $4
where town_id = $1 and survey_id = $2;

-- name: note_attendance
-- Who is present (实到), as a number.
update registrar.evaluation set present = $3 where town_id = $1 and survey_id = $2;

-- name: freeze_manifest
-- What slips are printed under; it may be frozen anew until the vote opens.
update registrar.evaluation set manifest = $3, manifest_digest = $4
where town_id = $1 and survey_id = $2 and stage = 'prepared';

-- name: open_vote
-- The vote begins.
update registrar.evaluation set stage = 'open', opened_at = $3, closes_at = $4
where town_id = $1 and survey_id = $2;

-- name: pause_vote
-- Nobody may cast until it goes on.
update registrar.evaluation set stage = 'paused' where town_id = $1 and survey_id = $2;

-- name: resume_vote
-- Casting goes on; the announced time moves by as long as it was held, or since it was last set.
update registrar.evaluation as e
set
    stage = 'open',
    closes_at = e.closes_at + ($3 - coalesce((
        select max(c.at) from registrar.chronicle as c
        where c.town_id = e.town_id and c.survey_id = e.survey_id and c.action in ('pause', 'extend')
    ), $3))
where e.town_id = $1 and e.survey_id = $2;

-- name: move_closing
-- The announced closing time moves; it is advice, a person closes.
update registrar.evaluation set closes_at = $3 where town_id = $1 and survey_id = $2;

-- name: close_vote
-- The vote is closed.
update registrar.evaluation set stage = 'closed', closed_at = $3
where town_id = $1 and survey_id = $2;

-- name: void_evaluation
-- The evaluation is void, for a reason that is kept.
update registrar.evaluation set stage = 'void', void_reason = $3
where town_id = $1 and survey_id = $2;

-- name: keep_count
-- The count is frozen.
update registrar.evaluation set stage = 'counted', count = $3
where town_id = $1 and survey_id = $2;

-- name: confirm_count
-- The scrutineers have signed.
update registrar.evaluation set stage = 'confirmed', confirmation = $3
where town_id = $1 and survey_id = $2;

-- name: publish_result
-- The result is public.
update registrar.evaluation set stage = 'published', result_digest = $3, published_at = $4
where town_id = $1 and survey_id = $2;

-- name: list_evaluation_consultations
-- Consultations that prepare an evaluation, the latest first.
select survey_id, title, stage from registrar.consultation
where town_id = $1 and evaluation_id = $2 and stage <> 'void'
order by closes_at desc, survey_id;

-- name: read_opened
-- The opened ballots in order of their digest, which is no order.
select ballot from box.opened where survey_id = $1 order by digest;

-- name: read_unopened
-- Envelopes that held no valid ballot, by reason.
select weighting_group, reason, number from box.unopened
where survey_id = $1 order by weighting_group, reason;

-- name: read_sealed_list
-- The sealed list; there is none before the gate is closed.
select leaf, weighting_group, envelope, unit, prefix, stamp from box.sealed_list
where survey_id = $1 order by leaf;

-- name: read_remarks
-- Remarks in the order drawn when the box was opened.
select coalesce(about, '') as about, words from box.remark where survey_id = $1 order by position;

-- name: read_whole_remarks
-- Remarks with the question each answers, as scrutineers brought them.
select question, about, words from box.remark where survey_id = $1 order by position;

-- name: paper_outside
-- Whether paper ballots were printed and are not all accounted for and in the box.
select (
    exists (
        select from registrar.count_paper($2) as c where not exists (
            select from registrar.paper_pile as p
            where p.survey_id = $2 and p.weighting_group = c.weighting_group and p.unit = c.unit
        )
    )
    or exists (
        select from registrar.paper_entry as p where p.town_id = $1 and p.survey_id = $2
    )
) as outside;
