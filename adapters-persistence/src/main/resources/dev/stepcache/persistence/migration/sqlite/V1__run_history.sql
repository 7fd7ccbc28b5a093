-- Names and ids compare byte by byte; instants are epoch milliseconds.

create table pipeline (
  id text not null primary key,
  name text not null,
  created_at integer not null,
  deleted_at integer,
  -- The name while the pipeline lives: at most one lives under a name.
  live_name text unique
) strict, without rowid;

-- No run started before such an instant is reused.
create table refresh_mark (
  pipeline_id text not null,
  -- '' for all steps of the pipeline.
  step_name text not null,
  started_before integer not null,
  primary key (pipeline_id, step_name)
) strict, without rowid;

create table step_run (
  id text not null primary key,
  pipeline_id text not null,
  step_name text not null,
  step_type text not null,
  kind text not null,
  signature text not null,
  status text not null,
  started_at integer not null,
  -- When it completed; while it is executing, when it started.
  latest_at integer not null,
  execution_id text,
  key_document text not null,
  outputs text,
  kept_place text,
  kept_digests text,
  reason text,
  -- Of an owned run, while it is executing.
  owner text,
  lease_until integer
) strict;

create index step_run_by_key
  on step_run (pipeline_id, step_name, step_type, kind, signature, status, latest_at, id);
create index step_run_by_scope
  on step_run (pipeline_id, step_name, step_type, kind, status, latest_at, id);
create index step_run_by_pipeline on step_run (pipeline_id, started_at, id, step_name);
create index step_run_by_start on step_run (started_at, id);
create index step_run_by_owner on step_run (owner) where owner is not null;
create index step_run_by_lease on step_run (lease_until) where lease_until is not null;

-- Runs that are never reused, whatever else is known of them.
create table retraction (
  run_id text not null primary key,
  retracted_at integer not null,
  why text not null
) strict, without rowid;

create table execution (
  id text not null primary key,
  pipeline_id text not null,
  kind text not null,
  status text not null,
  started_at integer not null,
  completed_at integer,
  reason text,
  definition text not null,
  parameters text not null,
  -- Of an owned execution, until it ends.
  owner text,
  lease_until integer
) strict;

create index execution_by_pipeline on execution (pipeline_id, started_at, id);
create index execution_by_start on execution (started_at, id);
create index execution_by_owner on execution (owner) where owner is not null;
create index execution_by_lease on execution (lease_until) where lease_until is not null;

create table execution_step (
  execution_id text not null,
  step_name text not null,
  ordinal integer not null,
  step_type text not null,
  status text not null,
  run_id text,
  source_run_id text,
  decision text not null,
  outputs text,
  started_at integer not null,
  completed_at integer,
  reason text,
  primary key (execution_id, step_name)
) strict;

create index execution_step_by_run on execution_step (run_id) where run_id is not null;
create index execution_step_by_source
  on execution_step (source_run_id) where source_run_id is not null;
