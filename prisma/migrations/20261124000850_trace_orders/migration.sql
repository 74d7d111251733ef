-- The list sorted by a figure is read from the end of an index, however many traces there are; unknown counts as least.
CREATE INDEX "trace_longest" ON "trace" ("project_id", "duration_us" DESC, "trace_id" DESC);
CREATE INDEX "trace_dearest" ON "trace" ("project_id", (coalesce("cost_nanos", -1)) DESC, "trace_id" DESC);
CREATE INDEX "trace_most_tokens" ON "trace" ("project_id", (coalesce("input_tokens", 0) + coalesce("output_tokens", 0)) DESC, "trace_id" DESC);

-- Ties are broken by the id in the same direction as the start: the list's order and its cursor are then one range of this index.
DROP INDEX "trace_started";
CREATE INDEX "trace_started" ON "trace" ("project_id", "started_at" DESC, "trace_id" DESC);
