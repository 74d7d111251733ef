-- Each grain of the sums lies by itself too, as those of the histograms do: an hour of an agent was a page of the disk for nearly
-- every row.
ALTER TABLE "rollup" RENAME TO "rollup_strewn";
CREATE TABLE "rollup" (LIKE "rollup_strewn" INCLUDING DEFAULTS) PARTITION BY LIST ("grain");
CREATE TABLE "rollup_minute" PARTITION OF "rollup" FOR VALUES IN (60);
CREATE TABLE "rollup_hour" PARTITION OF "rollup" FOR VALUES IN (3600);
CREATE TABLE "rollup_day" PARTITION OF "rollup" FOR VALUES IN (86400);
INSERT INTO "rollup" SELECT * FROM "rollup_strewn" WHERE "grain" = 60;
INSERT INTO "rollup" SELECT * FROM "rollup_strewn" WHERE "grain" > 60 ORDER BY "project_id", "grain", "bucket";
DROP TABLE "rollup_strewn";
ALTER TABLE "rollup" ADD CONSTRAINT "rollup_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "provider");
CREATE INDEX "rollup_agent" ON "rollup" ("project_id", "grain", "agent", "bucket");
CREATE INDEX "rollup_agent_seen" ON "rollup" ("project_id", "agent", "framework", "environment", "release", "bucket") WHERE "grain" = 3600 AND "agent" <> '';
CREATE INDEX "rollup_release" ON "rollup" ("project_id", "agent", "environment", "release", "bucket") WHERE "grain" = 3600 AND "release" <> '';
CREATE INDEX "rollup_tool_seen" ON "rollup" ("project_id", "tool", "agent", "kind", "bucket") WHERE "grain" = 3600 AND "tool" <> '';
ANALYZE "rollup";
