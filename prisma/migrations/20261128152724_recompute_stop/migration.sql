-- A recompute may be stopped, and goes on where it stopped when the same range is begun again.
ALTER TABLE "recompute" ADD COLUMN "stopped_at" TIMESTAMPTZ(3);
ALTER TABLE "recompute" ADD COLUMN "started_by" TEXT;
-- How many traces there were when it began, for its progress.
ALTER TABLE "recompute_day" ADD COLUMN "traces_total" INTEGER NOT NULL DEFAULT 0;
