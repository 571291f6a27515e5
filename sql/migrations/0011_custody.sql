-- Boxes whose key scrutineers keep in shares: what the server knows of the key, whether the shares
-- were tried together, and the way of an opened box back in.
-- Adds a table and a right to read; nothing waits for it.

create table registrar.custody (
    town_id text not null,
    survey_id text not null,
    public_key text not null,
    rehearsed boolean not null default false,
    primary key (town_id, survey_id),
    foreign key (town_id, survey_id) references registrar.evaluation
);

grant select, insert, update, delete on registrar.custody to minping_web;
grant select on registrar.custody to minping_worker, minping_opener;
grant select on registrar.document to minping_opener;

-- The leaves of a closed box, so that what was opened elsewhere can be held against them.
create function box.list_leaves(which text) returns table (leaf bytea)
language sql stable security definer set search_path = box, pg_temp as $$
    select s.leaf from box.sealed s join box.gate g on g.survey_id = s.survey_id
    where s.survey_id = which and g.state = 'closed' order by s.leaf
$$;
revoke all on function box.list_leaves(text) from public;
grant execute on function box.list_leaves(text) to minping_opener;

-- What scrutineers bring back may be brought again, until the box is counted.
grant update (content, digest) on registrar.document to minping_web;
