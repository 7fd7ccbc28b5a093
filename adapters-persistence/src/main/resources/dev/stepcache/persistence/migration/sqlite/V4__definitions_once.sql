-- Executions of a pipeline mostly have the same definition, which is longer than all else that is
-- kept of them: its text is kept once. Executions that were kept before have it in their own row.
create table execution_definition (
  pipeline_id text not null,
  -- SHA-256 of the text, in hexadecimal digits.
  digest text not null,
  definition text not null,
  primary key (pipeline_id, digest)
) strict;

alter table execution add column definition_digest text;

create index execution_by_definition on execution (pipeline_id, definition_digest);
