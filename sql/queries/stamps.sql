-- name: make_slip_rights
-- Rights by slips of one printing; null once voting has begun.
select registrar.make_slip_rights($1, $2, $3, $4);

-- name: void_slip_rights
-- Void rights by slips that nobody drew; one outcome a slip.
select slip_mark, outcome from registrar.void_slip_rights($1, $2);

-- name: look_at_rights
-- What each holder of a slip, each person, or whoever signed in, has a right to, by place.
select
    r.weighting_group, r.unit, r.state, r.inner_count, r.outer_given, r.stage, r.manifest_digest,
    o.place::integer as place
from unnest($1::text[], $2::bytea[], $3::text[], $4::bytea[], $5::timestamptz[]) with ordinality
    as o (survey, slip, who, mark, since, place)
cross join lateral registrar.look_at_rights(o.survey, o.slip, coalesce(o.who, (
    select p.person_id from registrar.voter_session as s
    inner join registrar.person as p on p.town_id = s.town_id and p.person_id = s.person_id
    inner join registrar.evaluation as e on e.town_id = s.town_id
    where s.session_mark = o.mark and s.created_at > o.since and e.survey_id = o.survey
))) as r order by o.place, r.unit;

-- name: claim_stamps
-- Take stamps for rights, a session's being those of its person; one outcome a place.
with asked as materialized (
    select array(
        select coalesce(o.who, (
            select p.person_id from registrar.voter_session as s
            inner join registrar.person as p
                on p.town_id = s.town_id and p.person_id = s.person_id
            inner join registrar.evaluation as e on e.town_id = s.town_id
            where s.session_mark = o.mark and s.created_at > o.since and e.survey_id = o.survey
        ))
        from unnest($1::text[], $3::text[], $4::bytea[], $5::timestamptz[]) with ordinality
            as o (survey, who, mark, since, place)
        order by o.place
    ) as people
)
select c.place, c.outcome, c.weighting_group, a.people[c.place] as person
from asked as a
cross join lateral registrar.claim_stamps($1, $2, a.people, $6, $7, $8) as c order by c.place;

-- name: count_stamps
-- Rights and stamps given, by weighting group and unit.
select weighting_group, unit, eligible, voided, inner_stamps, outer_stamps
from registrar.count_stamps($1);

-- name: keep_stamp_key
-- The public halves of one group's and unit's keys, once.
insert into registrar.stamp_key
(town_id, survey_id, weighting_group, unit, inner_modulus, outer_modulus)
values ($1, $2, $3, $4, $5, $6)
on conflict do nothing;

-- name: read_stamp_keys
-- The public halves of a survey's stamp keys.
select weighting_group, unit, inner_modulus, outer_modulus from registrar.stamp_key
where town_id = $1 and survey_id = $2 order by weighting_group, unit;

-- name: find_sealed_vote
-- The manifest of an evaluation, as it was frozen.
select stage, manifest, manifest_digest from registrar.evaluation where survey_id = $1;

-- name: make_rights
-- Rights of every door at once; null once voting has begun.
select registrar.make_rights($1, $2, $3, $4, $5, $6);

-- name: hand_out
-- Somebody takes a slip or paper at the desk; what became of it.
select registrar.hand_out($1, $2, $3);

-- name: look_at_people
-- Whether each person took a ballot: that, and nothing else.
select person_id, taken from registrar.look_at_people($1);

-- name: void_untaken
-- After the close, rights that nobody took; null before it.
select registrar.void_untaken($1);

-- name: claim_collected
-- Take stamps for collected paper, also while the vote is paused; one outcome a place.
select place, outcome, weighting_group
from registrar.claim_collected($1, $2, $3, $4, $5) order by place;

-- name: count_signin
-- Rights to sign in: how many, how many gave theirs up at the desk, how many nobody took.
select
    coalesce(sum(c.eligible), 0)::bigint as rights,
    coalesce(sum(c.handed), 0)::bigint as handed,
    coalesce(sum(c.untaken), 0)::bigint as untaken
from registrar.count_signin($1) as c;

-- name: count_collected
-- Paper as two scrutineers signed for it.
select
    coalesce(sum(p.printed), 0)::bigint as printed,
    coalesce(sum(p.issued), 0)::bigint as issued,
    coalesce(sum(p.returned), 0)::bigint as returned,
    coalesce(sum(p.invalid), 0)::bigint as invalid
from registrar.paper_pile as p where p.survey_id = $1;

-- name: count_printed_paper
-- Paper ballots that were printed.
select coalesce(sum(c.printed), 0)::bigint as number from registrar.count_paper($1) as c;

-- name: find_frozen_keys
-- The manifest whose keys stamp, and whether it can still be frozen anew.
select stage, manifest from registrar.evaluation where survey_id = $1;
