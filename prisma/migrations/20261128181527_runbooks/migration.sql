-- A runbook as it was when somebody began to work by it in an incident.
CREATE TABLE "incident_runbook" (
    "project_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "runbook" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "about" TEXT,
    "steps" JSONB NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,
    "used_by" TEXT NOT NULL,
    CONSTRAINT "incident_runbook_pkey" PRIMARY KEY ("project_id", "incident_id", "runbook")
);

-- How far a step of a runbook is in an incident; no row: nobody has touched it.
CREATE TABLE "incident_step" (
    "project_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "runbook" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "result" TEXT,
    "approval_id" TEXT,
    "actor_label" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "incident_step_pkey" PRIMARY KEY ("project_id", "incident_id", "runbook", "n")
);
-- Steps whose action waits for an approval.
CREATE INDEX "incident_step_waiting" ON "incident_step" ("project_id") WHERE "state" = 'waiting';
