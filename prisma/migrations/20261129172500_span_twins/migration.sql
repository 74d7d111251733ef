-- Calls of one trace beside each other with the same tokens: two reports of one call are among them.
CREATE INDEX "span_twins" ON "span" ("project_id", "day", "trace_id", (coalesce("parent_span_id", '')), "input_tokens")
  WHERE "kind" IN ('llm', 'embedding') AND "input_tokens" IS NOT NULL;
