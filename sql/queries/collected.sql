-- name: find_collecting
-- An evaluation of this town whose paper is entered.
select survey_id, title, stage, manifest, manifest_digest
from registrar.evaluation where town_id = $1 and survey_id = $2 and manifest is not null;

-- name: lock_collecting
-- Hold it until the request is decided.
select survey_id, title, stage, manifest, manifest_digest
from registrar.evaluation where town_id = $1 and survey_id = $2 and manifest is not null
for update;

-- name: count_paper
-- Paper ballots printed, by weighting group and unit.
select weighting_group, unit, printed from registrar.count_paper($1);

-- name: look_at_paper
-- Every entry so far, sealed.
select slip_mark, weighting_group, unit, account_id, third, content, answers
from registrar.look_at_paper($1);

-- name: enter_paper
-- Enter a sheet; what became of it.
select registrar.enter_paper($1, $2, $3, $4, $5, $6);

-- name: keep_paper_pile
-- What became of the paper of one pile, as two scrutineers signed it.
insert into registrar.paper_pile
(town_id, survey_id, weighting_group, unit, printed, issued, returned, invalid)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: read_paper_piles
-- Paper accounted for, by weighting group and unit.
select weighting_group, unit, printed, issued, returned, invalid
from registrar.paper_pile where town_id = $1 and survey_id = $2
order by weighting_group, unit;

-- name: keep_paper_sheet
-- The envelope of a sheet before its outer stamp is asked for; the first one stays.
insert into registrar.paper_sheet (survey_id, slip_mark, envelope)
select $1, o.mark, o.envelope
from unnest($2::bytea[], $3::bytea[]) as o (mark, envelope)
on conflict do nothing;

-- name: read_paper_sheets
-- Envelopes of a batch that was begun.
select slip_mark, envelope from registrar.paper_sheet where survey_id = $1;

-- name: drop_paper_entries
-- The sheets are in the box: what tellers read is kept nowhere else.
delete from registrar.paper_entry where town_id = $1 and survey_id = $2;

-- name: drop_paper_sheets
-- Nor their envelopes.
delete from registrar.paper_sheet where survey_id = $1;
