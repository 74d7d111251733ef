-- One commit and release on its way to production.
CREATE TABLE "pipeline_run" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "commit" TEXT NOT NULL,
    "branch" TEXT,
    "event" TEXT NOT NULL,
    "release" TEXT,
    "release_digest" TEXT,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" TEXT NOT NULL,
    "starter_id" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "pipeline_run_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "pipeline_run_started" ON "pipeline_run" ("project_id", "started_at" DESC, "id" DESC);

CREATE TABLE "pipeline_stage" (
    "project_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "evidence" JSON,
    "note" TEXT,
    "reused_from" TEXT,
    "approval_id" TEXT,
    CONSTRAINT "pipeline_stage_pkey" PRIMARY KEY ("project_id", "run_id", "name")
);
-- Stages that wait for a person: the worker asks after them in all projects.
CREATE INDEX "pipeline_stage_waiting" ON "pipeline_stage" ("project_id") WHERE "status" = 'waiting';
