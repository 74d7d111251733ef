-- Outcomes that came after their lease: charged beyond what was held, and exported as signed records.
ALTER TABLE "permit" ADD COLUMN "late" BOOLEAN NOT NULL DEFAULT false;
UPDATE "permit" SET "late" = true WHERE outcome -> 'answer' ->> 'late' = 'true';
CREATE INDEX "permit_late" ON "permit" ("project_id", "asked_at" DESC, "id" DESC) WHERE "late";
-- Runs that nothing has changed for a while, and that are over, are found by their time.
CREATE INDEX "control_state_old" ON "control_state" ("updated_at") WHERE "kind" IN ('run', 'period', 'rate');
