-- AlterTable
ALTER TABLE "score" ADD COLUMN     "eval_run_id" TEXT,
ADD COLUMN     "run_id" TEXT;

-- Few scores are of runs: what Prisma's schema cannot say is that the indexes hold these alone.
CREATE INDEX "score_run" ON "score" ("project_id", "run_id") WHERE "run_id" IS NOT NULL;
CREATE INDEX "score_eval_run" ON "score" ("project_id", "eval_run_id") WHERE "eval_run_id" IS NOT NULL;
