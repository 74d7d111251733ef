-- Calls of one trace beside each other with the same tokens: two reports of one call are among them. By one value for project, trace and
-- parent: no other index has it. Before a table is first analysed the planner takes all that fit for equal, and would read the whole trace
-- by its primary key.
CREATE INDEX "span_twins" ON "span"
  (hashtextextended("project_id" || '/' || "trace_id" || '/' || coalesce("parent_span_id", ''), 0), "input_tokens")
  WHERE "kind" IN ('llm', 'embedding') AND "input_tokens" IS NOT NULL;
