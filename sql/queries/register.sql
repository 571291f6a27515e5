-- name: read_congress
-- In whose name a town speaks.
select congress from registrar.town where town_id = $1;

-- name: read_people
-- The current roll of a town, without phones.
select person_id, name, bodies, group_id, weighting, recused_from, eligible
from registrar.person where town_id = $1 order by group_id, person_id;

-- name: read_groups
-- Deputy groups and village groups.
select group_id, label from registrar.deputy_group where town_id = $1 order by position;

-- name: read_weightings
-- Weighting groups.
select group_id, label from registrar.weighting_group where town_id = $1 order by position;
