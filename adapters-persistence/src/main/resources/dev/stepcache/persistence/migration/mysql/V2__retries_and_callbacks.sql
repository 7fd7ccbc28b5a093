-- MySQL ends a transaction at every "alter". Within the procedure a column that is there already,
-- added before a crash, is no error.

/* [jooq ignore start] */
drop procedure if exists stepcache_v2;
delimiter $$
create procedure stepcache_v2()
begin
  declare continue handler for 1060 begin end;
/* [jooq ignore stop] */

-- How an execution was started, as whoever started it wrote it down, and how often it was retried.
alter table execution add column options longtext null;
alter table execution add column round int not null default 0;

-- How often a step was tried, in which round of its execution it was decided, and the execution
-- whose result it took without a decision.
alter table execution_step add column attempts int not null default 1;
alter table execution_step add column round int not null default 0;
alter table execution_step add column taken_from varchar(64) null;

/* [jooq ignore start] */
end$$
delimiter ;
call stepcache_v2();
drop procedure stepcache_v2;
/* [jooq ignore stop] */

-- Steps that wait for somebody outside.
create table if not exists callback (
  token varchar(64) not null,
  execution_id varchar(64) not null,
  step_name varchar(256) not null,
  asked_at bigint not null,
  -- Null until there is an answer.
  succeeded int null,
  -- The output parameters of a success, the reason of a failure.
  answer longtext null,
  primary key (token)
  /* [jooq ignore start] */,
  index callback_by_execution (execution_id)
  /* [jooq ignore stop] */
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;
