ALTER TABLE "permit" ADD COLUMN "refused_by" TEXT, ADD COLUMN "estimated_usd" DECIMAL(38,9);
-- What one breaker, budget or guardrail refused, newest first.
CREATE INDEX "permit_refused_by" ON "permit" ("project_id", "refused_by", "asked_at" DESC, "id") WHERE "refused_by" IS NOT NULL;

CREATE TABLE "refusal_count" (
    "project_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "rule" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "estimated" INTEGER NOT NULL,
    "usd" DECIMAL(38,9) NOT NULL,

    CONSTRAINT "refusal_count_pkey" PRIMARY KEY ("project_id","hour","rule","name","decision","agent","environment","step","tool")
);

-- A run is asked after by its name, with or without its agent.
DROP INDEX "permit_run";
CREATE INDEX "permit_run" ON "permit" ("project_id", "run_id", "agent");
