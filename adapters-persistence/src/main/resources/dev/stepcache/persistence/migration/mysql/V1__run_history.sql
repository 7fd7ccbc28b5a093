-- Names and ids compare byte by byte; instants are epoch milliseconds. MySQL ends a transaction at
-- every "create", so each can be repeated after a crash between two of them.

create table if not exists pipeline (
  id varchar(64) not null,
  name varchar(256) not null,
  created_at bigint not null,
  deleted_at bigint null,
  -- The name while the pipeline lives: at most one lives under a name.
  live_name varchar(256) null,
  primary key (id),
  constraint pipeline_live_name unique (live_name)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

-- No run started before such an instant is reused.
create table if not exists refresh_mark (
  pipeline_id varchar(64) not null,
  -- '' for all steps of the pipeline.
  step_name varchar(256) not null,
  started_before bigint not null,
  primary key (pipeline_id, step_name)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists step_run (
  id varchar(64) not null,
  pipeline_id varchar(64) not null,
  step_name varchar(256) not null,
  step_type varchar(256) not null,
  kind varchar(9) not null,
  signature varchar(64) not null,
  status varchar(9) not null,
  started_at bigint not null,
  -- When it completed; while it is executing, when it started.
  latest_at bigint not null,
  execution_id varchar(64) null,
  key_document longtext not null,
  outputs longtext null,
  kept_place longtext null,
  kept_digests longtext null,
  reason longtext null,
  -- Of an owned run, while it is executing.
  owner varchar(256) null,
  lease_until bigint null,
  primary key (id)
  /* [jooq ignore start] */,
  index step_run_by_key
    (pipeline_id, step_name, step_type, kind, signature, status, latest_at, id),
  index step_run_by_scope (pipeline_id, step_name, step_type, kind, status, latest_at, id),
  index step_run_by_pipeline (pipeline_id, started_at, id, step_name),
  index step_run_by_start (started_at, id),
  index step_run_by_owner (owner),
  index step_run_by_lease (lease_until)
  /* [jooq ignore stop] */
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

-- Runs that are never reused, whatever else is known of them.
create table if not exists retraction (
  run_id varchar(64) not null,
  retracted_at bigint not null,
  why longtext not null,
  primary key (run_id)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists execution (
  id varchar(64) not null,
  pipeline_id varchar(64) not null,
  kind varchar(9) not null,
  status varchar(9) not null,
  started_at bigint not null,
  completed_at bigint null,
  reason longtext null,
  definition longtext not null,
  parameters longtext not null,
  -- Of an owned execution, until it ends.
  owner varchar(256) null,
  lease_until bigint null,
  primary key (id)
  /* [jooq ignore start] */,
  index execution_by_pipeline (pipeline_id, started_at, id),
  index execution_by_start (started_at, id),
  index execution_by_owner (owner),
  index execution_by_lease (lease_until)
  /* [jooq ignore stop] */
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists execution_step (
  execution_id varchar(64) not null,
  step_name varchar(256) not null,
  ordinal int not null,
  step_type varchar(256) not null,
  status varchar(9) not null,
  run_id varchar(64) null,
  source_run_id varchar(64) null,
  decision longtext not null,
  outputs longtext null,
  started_at bigint not null,
  completed_at bigint null,
  reason longtext null,
  primary key (execution_id, step_name)
  /* [jooq ignore start] */,
  index execution_step_by_run (run_id),
  index execution_step_by_source (source_run_id)
  /* [jooq ignore stop] */
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;
