-- Steps of traces that breakers have heard of: each once, also when its span comes again or late. Only young steps count,
-- so that rows older than an hour are deleted.
CREATE TABLE "judged_step" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "span_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "judged_step_pkey" PRIMARY KEY ("project_id", "trace_id", "span_id")
);
CREATE INDEX "judged_step_at" ON "judged_step" ("at");

-- Up to which revision a trace was judged; and up to when all of a project's traces were.
CREATE TABLE "judged_trace" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "judged_trace_pkey" PRIMARY KEY ("project_id", "trace_id")
);
CREATE INDEX "judged_trace_at" ON "judged_trace" ("at");
CREATE TABLE "judged_until" (
    "project_id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "judged_until_pkey" PRIMARY KEY ("project_id")
);

-- Limits of a run that it has crossed without having asked: found in its traces, after the fact.
CREATE TABLE "run_violation" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "budget" TEXT,
    "environment" TEXT,
    "release" TEXT,
    "limit_value" TEXT NOT NULL,
    "used" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "run_violation_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE UNIQUE INDEX "run_violation_once" ON "run_violation" ("project_id", "run_id", "measure", "tool");
CREATE INDEX "run_violation_at" ON "run_violation" ("project_id", "at" DESC, "id" DESC);
CREATE INDEX "run_violation_trace" ON "run_violation" ("project_id", "trace_id");
