-- name: lock_setup
-- Two browsers that set up at the same moment come one after the other.
select pg_advisory_xact_lock(hashtextextended('set-up', 0));

-- name: count_accounts
-- How many may sign in; none before set-up.
select count(*) as accounts from registrar.account;

-- name: find_first_town
-- The town that was founded before anybody could sign in, as the demonstration does.
select town_id, name, congress from registrar.town order by town_id limit 1;

-- name: name_town
-- A town and its congress, as the set-up page names them.
insert into registrar.town (town_id, name, congress) values ($1, $2, $3)
on conflict (town_id) do update set name = excluded.name, congress = excluded.congress;

-- name: add_account
-- Somebody who may sign in from now on; `starting` until they have chosen their own password.
insert into registrar.account (town_id, account_id, name, password_hash, role, starting)
values ($1, $2, $3, $4, $5, $6);

-- name: find_account
-- Whose password is asked: by the name typed, or the only one there is.
select town_id, account_id, name, password_hash, locked_until
from registrar.account
where not disabled
    and (name = $1 or ($1 = '' and (select count(*) from registrar.account where not disabled) = 1));

-- name: find_colleague
-- Somebody of this town by their name.
select town_id, account_id, name, password_hash, locked_until
from registrar.account where town_id = $1 and name = $2 and not disabled;

-- name: find_second
-- The same, with a password of their own: a starting one is known to whoever gave it.
select town_id, account_id, name, password_hash, locked_until
from registrar.account where town_id = $1 and name = $2 and not disabled and not starting;

-- name: list_accounts
-- Everybody who may sign in, or might once.
select account_id, name, role, disabled, starting
from registrar.account where town_id = $1 order by disabled, account_id = 'secretary' desc, name;

-- name: keep_password
-- A new password; `starting` when somebody else set it.
update registrar.account set password_hash = $3, starting = $4, failures = 0, locked_until = null
where town_id = $1 and account_id = $2 and not disabled;

-- name: disable_account
-- Nobody signs in by this account any more; what it did stays in the chronicle.
update registrar.account set disabled = true where town_id = $1 and account_id = $2;

-- name: end_sessions_of
-- Every browser of an account is signed out.
delete from registrar.web_session where town_id = $1 and account_id = $2;

-- name: begin_attempt
-- Count an attempt before the password is looked at, so that many at once are counted too; the
-- last one that is allowed locks the door. 0 rows while it is locked.
update registrar.account set
    failures = case when locked_until is null then failures + 1 else 1 end,
    locked_until = case
        when locked_until is null and failures + 1 >= $4 then $3::timestamptz + $5::interval
    end
where town_id = $1 and account_id = $2 and (locked_until is null or locked_until <= $3);

-- name: forgive_attempts
-- The password was right: nothing is held against anybody.
update registrar.account set failures = 0, locked_until = null
where town_id = $1 and account_id = $2;

-- name: open_session
-- A signed-in browser, known by the keyed hash of its cookie.
insert into registrar.web_session (session_mark, town_id, account_id, created_at, seen_at)
values ($1, $2, $3, $4, $4);

-- name: find_session
-- The session of a cookie, unless it is too old or was left alone too long.
select
    s.session_mark, s.town_id, s.account_id, a.name, a.role, a.starting, t.congress, s.seen_at
from registrar.web_session as s
inner join registrar.account as a on a.town_id = s.town_id and a.account_id = s.account_id
inner join registrar.town as t on t.town_id = s.town_id
where s.session_mark = $1 and s.created_at > $2 and s.seen_at > $3 and not a.disabled;

-- name: touch_session
-- The browser was here.
update registrar.web_session set seen_at = $2 where session_mark = $1;

-- name: end_session
-- Signed out.
delete from registrar.web_session where session_mark = $1;

-- name: end_old_sessions
-- Sessions nobody can use any more.
delete from registrar.web_session where created_at <= $1 or seen_at <= $2;
