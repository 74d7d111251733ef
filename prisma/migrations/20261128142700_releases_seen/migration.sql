-- When each release of an agent appeared first and last, by one probe each: otherwise the whole history would be read.
CREATE INDEX "rollup_release" ON "rollup" ("project_id", "agent", "environment", "release", "bucket") WHERE "grain" = 3600 AND "release" <> '';
