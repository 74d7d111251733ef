-- Whether a trace answers a scenario of an eval run: such a one is not proposed as a scenario.
CREATE INDEX "eval_case_trace" ON "eval_case" ("project_id", "trace_id");
