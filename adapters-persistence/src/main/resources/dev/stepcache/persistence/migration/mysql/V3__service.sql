-- What a service keeps beside the history: the pipelines that are registered with it, who may do
-- what, and what all its nodes agree on. Repeatable after a crash, as V1 and V2 are.

-- What is said of a living pipeline; the row of its id in "pipeline" tells whether it lives.
create table if not exists registered_pipeline (
  pipeline_id varchar(64) not null,
  display_name longtext null,
  description longtext null,
  role longtext null,
  max_parallel int null,
  latest_version bigint not null,
  revision bigint not null,
  created_at bigint not null,
  created_by varchar(256) not null,
  modified_at bigint not null,
  modified_by varchar(256) not null,
  primary key (pipeline_id)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists pipeline_version (
  pipeline_id varchar(64) not null,
  version_number bigint not null,
  display_name longtext null,
  description longtext null,
  created_at bigint not null,
  created_by varchar(256) not null,
  last_execution varchar(64) null,
  primary key (pipeline_id, version_number)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

-- Apart from the versions, which are listed without them.
create table if not exists pipeline_definition (
  pipeline_id varchar(64) not null,
  version_number bigint not null,
  definition longtext not null,
  primary key (pipeline_id, version_number)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists pipeline_tag (
  pipeline_id varchar(64) not null,
  tag_key varchar(256) not null,
  tag_value longtext not null,
  primary key (pipeline_id, tag_key)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists access_grant (
  principal varchar(64) not null,
  permission varchar(64) not null,
  pattern varchar(256) not null,
  granted_at bigint not null,
  primary key (principal, permission, pattern)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

-- Of a bearer token the digest, of an access key the secret, sealed.
create table if not exists credential (
  id varchar(64) not null,
  principal varchar(64) not null,
  created_at bigint not null,
  digest varchar(64) null,
  sealed_secret longtext null,
  primary key (id),
  constraint credential_digest unique (digest)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists audit_entry (
  entry_number bigint not null auto_increment,
  audited_at bigint not null,
  principal varchar(64) not null,
  permission varchar(64) not null,
  pipeline varchar(256) not null,
  subject longtext not null,
  operation varchar(256) not null,
  primary key (entry_number)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists agreement (
  name varchar(256) not null,
  word longtext not null,
  primary key (name)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

create table if not exists claim (
  scope varchar(512) not null,
  token varchar(256) not null,
  request longtext not null,
  answer longtext not null,
  claimed_at bigint not null,
  primary key (scope, token)
  /* [jooq ignore start] */,
  index claim_by_time (claimed_at)
  /* [jooq ignore stop] */
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

-- What a service lists beyond what the command line does. Within the procedure an index that is
-- there already, added before a crash, is no error.

/* [jooq ignore start] */
drop procedure if exists stepcache_v3;
delimiter $$
create procedure stepcache_v3()
begin
  declare continue handler for 1061 begin end;
  create index step_run_by_signature on step_run (signature, started_at, id);
  create index execution_by_id on execution (pipeline_id, id);
  create index execution_step_by_start on execution_step (started_at);
end$$
delimiter ;
call stepcache_v3();
drop procedure stepcache_v3;
/* [jooq ignore stop] */
