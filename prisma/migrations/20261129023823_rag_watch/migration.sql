create table rag_watch (
  project_id text not null,
  pipeline text not null,
  retriever text not null,
  agent text,
  read_back_to timestamptz(3) not null,
  looked_at timestamptz(3) not null,
  primary key (project_id, pipeline)
);
