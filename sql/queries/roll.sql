-- name: found_town
-- A town and its congress; founded again they are renamed.
insert into registrar.town (town_id, name, congress) values ($1, $2, $3)
on conflict (town_id) do update set name = excluded.name, congress = excluded.congress;

-- name: clear_people
-- The roll is replaced as a whole: first everybody leaves.
delete from registrar.person where town_id = $1;

-- name: clear_deputy_groups
-- Then the groups they belonged to.
delete from registrar.deputy_group where town_id = $1;

-- name: clear_weighting_groups
-- And the weighting groups.
delete from registrar.weighting_group where town_id = $1;

-- name: add_deputy_groups
-- Deputy groups and village groups in their order.
insert into registrar.deputy_group (town_id, group_id, label, position)
select $1, o.group_id, o.label, o.position
from unnest($2::text[], $3::text[]) with ordinality as o (group_id, label, position);

-- name: add_weighting_groups
-- Weighting groups in their order.
insert into registrar.weighting_group (town_id, group_id, label, position)
select $1, o.group_id, o.label, o.position
from unnest($2::text[], $3::text[]) with ordinality as o (group_id, label, position);

-- name: add_people
-- Everybody of the new roll; lists in a cell are joined by commas, phones come sealed.
insert into registrar.person (
    town_id, person_id, name, bodies, group_id, weighting, recused_from, eligible, phone_mark,
    phone_sealed
)
select
    $1, o.person_id, o.name, string_to_array(o.bodies, ','), o.group_id, o.weighting,
    string_to_array(o.recused_from, ','), o.eligible, o.phone_mark, o.phone_sealed
from unnest(
    $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[],
    $9::bytea[], $10::bytea[]
) as o (
    person_id, name, bodies, group_id, weighting, recused_from, eligible, phone_mark, phone_sealed
);

-- name: list_people
-- Everybody on the current roll with the name of their group, phones still sealed.
select
    p.person_id, p.name, p.bodies, g.label as group_label, w.label as weighting_label,
    p.recused_from, p.eligible, p.phone_sealed
from registrar.person as p
inner join registrar.deputy_group as g on g.town_id = p.town_id and g.group_id = p.group_id
inner join registrar.weighting_group as w
    on w.town_id = p.town_id and w.group_id = p.weighting
where p.town_id = $1
order by g.position, p.person_id;

-- name: list_roll_groups
-- Every deputy or village group and how many of it may vote.
select g.group_id, g.label, count(p.person_id) filter (where p.eligible) as entitled
from registrar.deputy_group as g
left join registrar.person as p on p.town_id = g.town_id and p.group_id = g.group_id
where g.town_id = $1
group by g.group_id, g.label, g.position
order by g.position;

-- name: list_roll_weightings
-- Every weighting group and how many of it may vote.
select g.group_id, g.label, count(p.person_id) filter (where p.eligible) as entitled
from registrar.weighting_group as g
left join registrar.person as p on p.town_id = g.town_id and p.weighting = g.group_id
where g.town_id = $1
group by g.group_id, g.label, g.position
order by g.position;

-- name: list_plans
-- Plans that name the departments somebody may be recused from.
select plan from registrar.evaluation
where town_id = $1 and stage <> 'void' order by survey_id;
