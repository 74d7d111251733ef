-- The arguments in one line, written with them: a list must not read arguments of hundreds of kilobytes to name their
-- target and their flags. Null in rows from before; their small arguments are summed up while they are read.
alter table approval add column summary text;
