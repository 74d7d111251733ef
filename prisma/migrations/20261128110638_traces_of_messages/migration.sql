-- The list leaves out traces that hold framework messages only, and counts them. Most of a project's traces may be such:
-- without an index of the others, a page would read through all of them.
CREATE INDEX "trace_working" ON "trace" ("project_id", "started_at" DESC, "trace_id" DESC) WHERE "noise_count" < "span_count";
CREATE INDEX "trace_of_messages" ON "trace" ("project_id", "started_at" DESC, "trace_id" DESC) WHERE "noise_count" = "span_count";
