create table rollout (
  project_id text not null,
  id text not null,
  agent text not null,
  environment text not null,
  baseline text not null,
  candidate text not null,
  strategy_name text,
  strategy json not null,
  state text not null,
  step integer not null,
  revision integer not null,
  weight_bps integer not null,
  progress json not null,
  spans json not null,
  gates json not null,
  why text not null,
  proposal json,
  read_up_to timestamptz(3),
  next_check_at timestamptz(3),
  created_at timestamptz(3) not null,
  created_by text not null,
  ended_at timestamptz(3),
  ended_by text,
  constraint rollout_pkey primary key (project_id, id)
);
create index rollout_created_at on rollout (project_id, created_at desc, id desc);
-- One rollout at a time moves an agent in an environment.
create unique index rollout_active on rollout (project_id, agent, environment) where ended_at is null;
create index rollout_due on rollout (next_check_at) where ended_at is null;

create table shadow_pair (
  project_id text not null,
  id text not null,
  rollout_id text not null,
  request_id text not null,
  arm text not null,
  at timestamptz(3) not null,
  input text not null,
  production json not null,
  shadow json not null,
  difference double precision,
  constraint shadow_pair_pkey primary key (project_id, id)
);
create unique index shadow_pair_request on shadow_pair (project_id, rollout_id, request_id, arm);
