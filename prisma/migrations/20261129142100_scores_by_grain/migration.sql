-- Each grain of the sums of scores lies by itself, as those of spans do: a day of hours was a page of the disk for every row, and so
-- dear to the planner that it started processes to read some hundred rows.
ALTER TABLE "rollup_score" RENAME TO "rollup_score_strewn";
CREATE TABLE "rollup_score" (LIKE "rollup_score_strewn" INCLUDING DEFAULTS) PARTITION BY LIST ("grain");
CREATE TABLE "rollup_score_minute" PARTITION OF "rollup_score" FOR VALUES IN (60);
CREATE TABLE "rollup_score_hour" PARTITION OF "rollup_score" FOR VALUES IN (3600);
CREATE TABLE "rollup_score_day" PARTITION OF "rollup_score" FOR VALUES IN (86400);
INSERT INTO "rollup_score" SELECT * FROM "rollup_score_strewn" ORDER BY "project_id", "grain", "bucket";
DROP TABLE "rollup_score_strewn";
ALTER TABLE "rollup_score" ADD CONSTRAINT "rollup_score_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "name", "source", "label", "data_type");
ANALYZE "rollup_score";
