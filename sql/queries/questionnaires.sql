-- name: list_questionnaires
-- The newest version of every questionnaire of a town, and whether any version was ever used.
select q.questionnaire_id, q.version, q.title, q.ready, q.frozen, latest.used
from registrar.questionnaire as q
inner join (
    select l.questionnaire_id, max(l.version) as version, bool_or(l.frozen) as used
    from registrar.questionnaire as l where l.town_id = $1 group by l.questionnaire_id
) as latest on latest.questionnaire_id = q.questionnaire_id and latest.version = q.version
where q.town_id = $1
order by q.title, q.questionnaire_id;

-- name: list_versions
-- Every version of one questionnaire, newest first.
select q.questionnaire_id, q.version, q.title, q.form, q.source, q.ready, q.frozen
from registrar.questionnaire as q
where q.town_id = $1 and q.questionnaire_id = $2
order by q.version desc;

-- name: lock_versions
-- The same, locked until this request is decided: one edit makes one next version.
select q.questionnaire_id, q.version, q.title, q.form, q.source, q.ready, q.frozen
from registrar.questionnaire as q
where q.town_id = $1 and q.questionnaire_id = $2
order by q.version desc
for update;

-- name: add_version
-- A new draft; two people who make the same next version at once cannot both succeed.
insert into registrar.questionnaire (
    town_id, questionnaire_id, version, title, form, source, ready
)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: revise_version
-- Change a draft; a version that was used is frozen by trigger.
update registrar.questionnaire set title = $4, form = $5, source = $6, ready = $7
where town_id = $1 and questionnaire_id = $2 and version = $3 and not frozen;

-- name: delete_version
-- Throw away a draft that nothing uses.
delete from registrar.questionnaire
where town_id = $1 and questionnaire_id = $2 and version = $3 and not frozen;
