-- To come.
select 1;
