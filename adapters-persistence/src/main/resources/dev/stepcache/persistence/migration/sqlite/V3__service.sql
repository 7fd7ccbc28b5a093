-- What a service keeps beside the history: the pipelines that are registered with it, who may do
-- what, and what all its nodes agree on.

-- What is said of a living pipeline; the row of its id in "pipeline" tells whether it lives.
create table registered_pipeline (
  pipeline_id text not null primary key,
  display_name text,
  description text,
  role text,
  max_parallel integer,
  latest_version integer not null,
  revision integer not null,
  created_at integer not null,
  created_by text not null,
  modified_at integer not null,
  modified_by text not null
) strict, without rowid;

create table pipeline_version (
  pipeline_id text not null,
  version_number integer not null,
  display_name text,
  description text,
  created_at integer not null,
  created_by text not null,
  last_execution text,
  primary key (pipeline_id, version_number)
) strict, without rowid;

-- Apart from the versions, which are listed without them.
create table pipeline_definition (
  pipeline_id text not null,
  version_number integer not null,
  definition text not null,
  primary key (pipeline_id, version_number)
) strict;

create table pipeline_tag (
  pipeline_id text not null,
  tag_key text not null,
  tag_value text not null,
  primary key (pipeline_id, tag_key)
) strict, without rowid;

create table access_grant (
  principal text not null,
  permission text not null,
  pattern text not null,
  granted_at integer not null,
  primary key (principal, permission, pattern)
) strict, without rowid;

-- Of a bearer token the digest, of an access key the secret, sealed.
create table credential (
  id text not null primary key,
  principal text not null,
  created_at integer not null,
  digest text unique,
  sealed_secret text
) strict, without rowid;

create table audit_entry (
  entry_number integer not null primary key,
  audited_at integer not null,
  principal text not null,
  permission text not null,
  pipeline text not null,
  subject text not null,
  operation text not null
) strict;

create table agreement (
  name text not null primary key,
  word text not null
) strict, without rowid;

create table claim (
  scope text not null,
  token text not null,
  request text not null,
  answer text not null,
  claimed_at integer not null,
  primary key (scope, token)
) strict, without rowid;

create index claim_by_time on claim (claimed_at);

-- What a service lists beyond what the command line does.
create index step_run_by_signature on step_run (signature, started_at, id);
create index execution_by_id on execution (pipeline_id, id);
create index execution_step_by_start on execution_step (started_at);
