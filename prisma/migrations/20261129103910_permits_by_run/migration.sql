-- The project stands last: a plan that is made while the table is small prefers any index that begins with the project to
-- the primary key, and reads all permits of the project where it needs a few.
CREATE INDEX "permit_run_first" ON "permit" ("run_id", "agent", "project_id");
DROP INDEX "permit_run";
ALTER INDEX "permit_run_first" RENAME TO "permit_run";
