-- name: find_entry
-- What the page of signing in needs of an evaluation.
select
    e.town_id, t.congress, e.survey_id, e.title, e.stage, e.manifest_digest, e.closes_at
from registrar.evaluation as e inner join registrar.town as t on t.town_id = e.town_id
where e.survey_id = $1;

-- name: find_visitor
-- The same, with whoever signed in on each browser and each ballot they have a right to, by place.
select
    e.town_id, t.congress, e.survey_id, e.title, e.stage, e.manifest_digest, e.closes_at,
    p.person_id as person, p.name,
    r.weighting_group, r.unit, r.state, r.inner_count, r.outer_given, o.place::integer as place
from unnest($1::text[], $2::bytea[], $3::timestamptz[]) with ordinality
    as o (survey, mark, since, place)
inner join registrar.evaluation as e on e.survey_id = o.survey
inner join registrar.town as t on t.town_id = e.town_id
left join registrar.voter_session as s
    on s.town_id = e.town_id and s.session_mark = o.mark and s.created_at > o.since
left join registrar.person as p on p.town_id = s.town_id and p.person_id = s.person_id
left join lateral registrar.look_at_rights(e.survey_id, null, p.person_id) as r on true
order by o.place;

-- name: find_frozen
-- The manifest of that fingerprint, and whether anybody may sign in under it.
select e.manifest, exists (select from registrar.look_at_people($1)) as signin
from registrar.evaluation as e
where e.survey_id = $1 and e.manifest_digest = $2 and e.manifest is not null;
