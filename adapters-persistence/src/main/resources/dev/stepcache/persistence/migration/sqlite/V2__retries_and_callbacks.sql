-- How an execution was started, as whoever started it wrote it down, and how often it was retried.
alter table execution add column options text;
alter table execution add column round integer not null default 0;

-- How often a step was tried, in which round of its execution it was decided, and the execution
-- whose result it took without a decision.
alter table execution_step add column attempts integer not null default 1;
alter table execution_step add column round integer not null default 0;
alter table execution_step add column taken_from text;

-- Steps that wait for somebody outside.
create table callback (
  token text not null primary key,
  execution_id text not null,
  step_name text not null,
  asked_at integer not null,
  -- Null until there is an answer.
  succeeded integer,
  -- The output parameters of a success, the reason of a failure.
  answer text
) strict, without rowid;

create index callback_by_execution on callback (execution_id);
