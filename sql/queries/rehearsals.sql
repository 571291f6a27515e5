-- name: list_rehearsals
-- Rehearsals of every town.
select survey_id, title from registrar.evaluation
where coalesce((plan::jsonb ->> 'rehearsal')::boolean, false) order by survey_id;

-- name: purge_rehearsal
-- Wipe one away; how many rows every table still has of it.
select place, remaining from upkeep.purge_rehearsal($1);
