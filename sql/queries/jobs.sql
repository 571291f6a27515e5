-- name: add_job
-- Leave work for later, in the transaction that wants it.
insert into registrar.job (job_id, town_id, survey_id, kind, payload, run_after)
values ($1, $2, $3, $4, $5, clock_timestamp() + $6::interval);

-- name: wake_workers
-- Tell listening workers, once this transaction commits.
select pg_notify('minping_job', $1);

-- name: claim_job
-- Take the oldest job that is due, or one whose worker let its time run out.
update registrar.job j
set
    state = 'taken', attempts = j.attempts + 1,
    taken_until = clock_timestamp() + $2::interval, error = null
where j.job_id = (
    select due.job_id from registrar.job due
    where due.kind = any($1::text[]) and (
        (due.state = 'waiting' and due.run_after <= clock_timestamp())
        or (due.state = 'taken' and due.taken_until < clock_timestamp())
    )
    order by due.run_after for update skip locked limit 1
)
returning j.job_id, j.town_id, j.survey_id, j.kind, j.payload, j.attempts;

-- name: keep_job
-- A worker still at it asks for more time; 0 rows if the job is no longer its own.
update registrar.job set taken_until = clock_timestamp() + $3::interval
where job_id = $1 and attempts = $2 and state = 'taken';

-- name: note_progress
-- What the page shows of a job that runs.
update registrar.job set progress = $3 where job_id = $1 and attempts = $2 and state = 'taken';

-- name: finish_job
-- Done, by the worker that holds it.
update registrar.job set state = 'done', taken_until = null
where job_id = $1 and attempts = $2 and state = 'taken';

-- name: delay_job
-- Try again later.
update registrar.job
set
    state = 'waiting', taken_until = null, error = $3,
    run_after = clock_timestamp() + $4::interval
where job_id = $1 and attempts = $2 and state = 'taken';

-- name: fail_job
-- Give up, with the sentence the page shows.
update registrar.job set state = 'failed', taken_until = null, error = $3
where job_id = $1 and attempts = $2 and state = 'taken';
