-- The figures of some agents in a range, among thousands, without reading those of the others. Columns of the key only:
-- a count that grows changes no index.
CREATE INDEX "rollup_agent" ON "rollup" ("project_id", "grain", "agent", "bucket");
CREATE INDEX "rollup_bin_request" ON "rollup_bin" ("project_id", "grain", "agent", "bucket") WHERE "metric" = 'request_us';
