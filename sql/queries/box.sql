-- name: prepare_gate
-- Make the box of a survey; false where it stands with another manifest and voting has begun.
select box.prepare_gate($1, $2, $3, $4);

-- name: look_at_gate
-- What the gate says now.
select town_id, state, manifest_digest, padded, entry from box.look_at_gate($1);

-- name: set_entry
-- Say who may come, before voting begins; null afterwards.
select box.set_entry($1, $2, $3);

-- name: close_gate
-- Close at the announced time; the state in which the gate then stands.
select box.close_gate($1);

-- name: move_gate
-- Take one step; the state in which the gate then stands.
select box.set_gate($1, $2);

-- name: add_slips
-- Slips of one printing; null once voting has begun.
select box.add_slips($1, $2, $3, $4);

-- name: clear_slips
-- Forget every printed slip; null once voting has begun.
select box.clear_slips($1);

-- name: void_slips
-- Void slips that nobody drew; one outcome a slip.
select slip_mark, outcome from box.void_slips($1, $2);

-- name: look_at_slip
-- What one slip is good for.
select state, weighting_group, unit, gate, manifest_digest
from box.look_at_slips($1, array[$2::bytea]);

-- name: cast_slips
-- Put sealed envelopes into the box, each spending its slip; one outcome a place.
select place, outcome, leaf, receipt from box.cast_slips($1, $2, $3, $4, $5, $6, $7);

-- name: cast_stamped
-- Put stamped envelopes into the box; one outcome a place.
select place, outcome, leaf, receipt from box.cast_stamped($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: set_piles
-- Slips of one printing by weighting group and unit; null once voting has begun.
select box.set_piles($1, $2, $3, $4);

-- name: set_voided
-- How many slips of each pile are voided by now; null once the box is open or void.
select box.set_voided($1, $2, $3, $4);

-- name: read_turnout
-- Slips printed, voided and spent, by weighting group and unit.
select weighting_group, unit, printed, voided, spent from box.turnout($1);

-- name: holds_leaf
-- Whether an envelope whose leaf begins with these five bytes is in the box.
select box.holds($1, $2);

-- name: begin_opening
-- Lock the gate for opening and lay out an empty table of this transaction.
select state, manifest_digest, sealed from box.begin_opening($1);

-- name: take_envelopes
-- The next envelopes of a closed box, in order of leaf.
select leaf, weighting_group, envelope, unit from box.unseal($1, $2, $3);

-- name: lay_out_ballots
-- Lay ballots out under their digests.
select box.lay_out_ballots($1, $2, $3);

-- name: lay_out_remarks
-- Lay remarks out, each with its lot and without anything of the ballot it came with.
select box.lay_out_remarks($1, $2, $3, $4);

-- name: keep_opened
-- Keep everything that came out, and say so at the gate.
select box.keep_opened($1, $2, $3, $4);

-- name: count_opened
-- How many ballots, spoiled envelopes and remarks came out.
select opened, unopened, remarks from box.count_opened($1);

-- name: read_leaves
-- The leaves of a closed box, in order: for a box that was opened away from the server.
select leaf from box.list_leaves($1);

-- name: count_envelopes
-- How many envelopes of each group lie in a closed box.
select weighting_group, count(*) as number from box.unseal($1, '', 2147483647)
group by weighting_group;

-- name: cast_collected
-- Put stamped envelopes of collected paper into the box, paused or not; one outcome a place.
select place, outcome, leaf, receipt from box.cast_collected($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: cast_collected_slips
-- Likewise where the server seals, each spending its slip; one outcome a place.
select place, outcome, leaf, receipt
from box.cast_collected_slips($1, $2, $3, $4, $5, $6, $7);
