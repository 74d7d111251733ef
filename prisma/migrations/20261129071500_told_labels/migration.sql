alter table run_label add column told boolean not null default false;
