-- A request folds the scores of the spans that it changes, not all of a trace's.
DROP INDEX "score_trace";
CREATE INDEX "score_trace" ON "score" ("project_id", "trace_id", "span_id");
