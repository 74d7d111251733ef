-- A rollout moves the release of an agent, or a label of a prompt.
alter table rollout add column prompt text, add column prompt_label text,
  add constraint rollout_subject check ((prompt is null) = (prompt_label is null));
create unique index rollout_prompt_active on rollout (project_id, prompt, prompt_label) where ended_at is null and prompt is not null;

-- What share of those who ask by the label get another version, and the rollout that holds the label meanwhile.
alter table prompt_label add column environment text, add column candidate integer,
  add column weight_bps integer not null default 0, add column rollout_id text,
  add constraint prompt_label_weight check (weight_bps between 0 and 10000),
  add constraint prompt_label_candidate check (candidate <> version),
  add constraint prompt_label_held check ((candidate is null) = (rollout_id is null) and (candidate is null) = (environment is null)
    and (candidate is not null or weight_bps = 0));
