-- What a suite was in one version.
CREATE TABLE "eval_suite_version" (
    "project_id" TEXT NOT NULL,
    "suite" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "rules" JSON NOT NULL,
    "scenario_ids" TEXT[],
    "scenarios" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    CONSTRAINT "eval_suite_version_pkey" PRIMARY KEY ("project_id", "suite", "version")
);
-- The run that others of its suite are compared with.
CREATE TABLE "eval_baseline" (
    "project_id" TEXT NOT NULL,
    "suite" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "pinned_at" TIMESTAMPTZ(3) NOT NULL,
    "pinned_by" TEXT NOT NULL,
    CONSTRAINT "eval_baseline_pkey" PRIMARY KEY ("project_id", "suite")
);
CREATE TABLE "eval_run" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "suite" TEXT NOT NULL,
    "suite_version" INTEGER NOT NULL,
    "level" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "agent" TEXT,
    "release" TEXT,
    "commit" TEXT,
    "branch" TEXT,
    "baseline_run_id" TEXT,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "scenarios" INTEGER NOT NULL,
    "scored" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "verdict" TEXT,
    "average" DOUBLE PRECISION,
    "delta" DOUBLE PRECISION,
    "judged" JSON,
    CONSTRAINT "eval_run_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "eval_run_started" ON "eval_run" ("project_id", "started_at" DESC, "id" DESC);
CREATE INDEX "eval_run_suite" ON "eval_run" ("project_id", "suite", "started_at" DESC, "id" DESC);
-- What one repeat of a scenario gave.
CREATE TABLE "eval_case" (
    "project_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "scenario" TEXT NOT NULL,
    "repeat" INTEGER NOT NULL,
    "output" TEXT,
    "trace_id" TEXT,
    "duration_ms" DOUBLE PRECISION,
    "cost_nanos" BIGINT,
    "tools" JSON,
    "steps" INTEGER,
    CONSTRAINT "eval_case_pkey" PRIMARY KEY ("project_id", "run_id", "scenario", "repeat")
);
CREATE TABLE "eval_score" (
    "project_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "scenario" TEXT NOT NULL,
    "repeat" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "passed" BOOLEAN,
    "comment" TEXT,
    CONSTRAINT "eval_score_pkey" PRIMARY KEY ("project_id", "run_id", "scenario", "repeat", "criterion")
);
