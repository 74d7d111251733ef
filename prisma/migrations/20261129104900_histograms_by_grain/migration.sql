-- Each grain of the histograms lies by itself. In one table the rows of days and weeks were strewn among those of minutes, a
-- hundred times as many, and a month of percentiles read a page of the disk for nearly every row.
ALTER TABLE "rollup_bin" RENAME TO "rollup_bin_strewn";
CREATE TABLE "rollup_bin" (LIKE "rollup_bin_strewn" INCLUDING DEFAULTS) PARTITION BY LIST ("grain");
CREATE TABLE "rollup_bin_minute" PARTITION OF "rollup_bin" FOR VALUES IN (60);
CREATE TABLE "rollup_bin_hour" PARTITION OF "rollup_bin" FOR VALUES IN (3600);
CREATE TABLE "rollup_bin_day" PARTITION OF "rollup_bin" FOR VALUES IN (86400);
CREATE TABLE "rollup_bin_week" PARTITION OF "rollup_bin" FOR VALUES IN (604800);
INSERT INTO "rollup_bin" SELECT * FROM "rollup_bin_strewn" WHERE "grain" <= 3600;
INSERT INTO "rollup_bin" SELECT * FROM "rollup_bin_strewn" WHERE "grain" > 3600 ORDER BY "project_id", "grain", "metric", "kind", "bucket";
DROP TABLE "rollup_bin_strewn";
ALTER TABLE "rollup_bin" ADD CONSTRAINT "rollup_bin_pkey" PRIMARY KEY ("project_id", "grain", "metric", "kind", "bucket", "environment", "agent", "framework", "release", "model", "tool", "provider", "bin");
CREATE INDEX "rollup_bin_request" ON "rollup_bin" ("project_id", "grain", "agent", "bucket") WHERE "metric" = 'request_us';
