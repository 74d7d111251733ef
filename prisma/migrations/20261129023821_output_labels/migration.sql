create table output_label (
  project_id text not null,
  task_id text not null,
  person_id text not null,
  digest text not null,
  passes boolean not null,
  at timestamptz(3) not null,
  primary key (project_id, task_id, person_id)
);
