-- name: lock_chronicle
-- Writers of one town's chronicle come one after the other, until their transactions end.
select pg_advisory_xact_lock(hashtextextended('chronicle ' || $1::text, 0));

-- name: find_last_entry
-- Where the chain of a town ends.
select seq, digest from registrar.chronicle where town_id = $1 order by seq desc limit 1;

-- name: write_entry
-- Append one entry; nothing here is ever changed.
insert into registrar.chronicle
(town_id, seq, survey_id, at, actor, action, detail, previous, digest)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: read_entries
-- The next entries of a town's chain, oldest first.
select seq, survey_id, at, actor, action, detail, previous, digest
from registrar.chronicle where town_id = $1 and seq > $2 order by seq limit $3;

-- name: list_chronicles
-- Every town that has a chain.
select town.town_id, town.name
from registrar.town
where exists (select from registrar.chronicle where chronicle.town_id = town.town_id)
order by town.town_id;

-- name: stands_in
-- Whether some entry has a digest that begins like this.
select exists (select from registrar.chronicle where starts_with(digest, $1));
