-- name: find_print
-- A file that was printed before.
select content from registrar.print where town_id = $1 and print_key = $2;

-- name: keep_print
-- Remember a file under what it was printed from.
insert into registrar.print (town_id, print_key, content) values ($1, $2, $3)
on conflict (town_id, print_key) do nothing;

-- name: forget_prints
-- Forget the oldest files of a town beyond so many bytes.
delete from registrar.print p
using (
    select
        k.print_key,
        sum(length(k.content)) over (order by k.made_at desc, k.print_key) as total
    from registrar.print k where k.town_id = $1
) as kept
where p.town_id = $1 and p.print_key = kept.print_key and kept.total > $2::bigint;
