-- Executions of a pipeline mostly have the same definition, which is longer than all else that is
-- kept of them: its text is kept once. Executions that were kept before have it in their own row.
-- Repeatable after a crash, as V1 to V3 are.
create table if not exists execution_definition (
  pipeline_id varchar(64) not null,
  -- SHA-256 of the text, in hexadecimal digits.
  digest varchar(64) not null,
  definition longtext not null,
  primary key (pipeline_id, digest)
)
/* [jooq ignore start] */ character set utf8mb4 collate utf8mb4_0900_bin /* [jooq ignore stop] */;

/* [jooq ignore start] */
drop procedure if exists stepcache_v4;
delimiter $$
create procedure stepcache_v4()
begin
  declare continue handler for 1060, 1061 begin end;
/* [jooq ignore stop] */
alter table execution add column definition_digest varchar(64) null;
/* [jooq ignore start] */
  create index execution_by_definition on execution (pipeline_id, definition_digest);
end$$
delimiter ;
call stepcache_v4();
drop procedure stepcache_v4;
/* [jooq ignore stop] */
