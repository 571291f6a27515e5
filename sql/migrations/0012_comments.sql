-- What a poll's writers wrote, as a person reviewed it before anything of it is published.
-- A new table only; nothing waits for it. The words as written stay in the document texts.json,
-- which is not public; `number` is the place among them.

create table registrar.comment_review (
    town_id text not null,
    survey_id text not null,
    number integer not null check (number >= 1),
    seq integer not null check (seq >= 1),
    at timestamptz not null,
    actor text not null,
    verdict text not null check (verdict in ('accepted', 'redacted', 'left_out')),
    words text check ((verdict = 'redacted') = (words is not null)),
    primary key (town_id, survey_id, number, seq),
    foreign key (town_id, survey_id) references registrar.poll (town_id, survey_id)
);

create trigger reviews_are_append_only before update or delete or truncate
on registrar.comment_review
for each statement execute function registrar.refuse_change();

grant select, insert on registrar.comment_review to minping_web;
grant select on registrar.comment_review to minping_worker;
