-- Judges with their versions, and scores that the worker finds.
CREATE TABLE "judge_version" (
    "project_id" TEXT NOT NULL,
    "judge" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "judge_version_pkey" PRIMARY KEY ("project_id", "judge", "version")
);

CREATE TABLE "scoring_task" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "run_id" TEXT,
    "scenario" TEXT,
    "repeat" INTEGER,
    "rule" TEXT,
    "trace_id" TEXT,
    "criterion" TEXT NOT NULL,
    "scorer" JSON NOT NULL,
    "material" JSON,
    "digest" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "score" DOUBLE PRECISION,
    "reason" TEXT,
    "judge" TEXT,
    "judge_version" INTEGER,
    "cost_nanos" BIGINT,

    CONSTRAINT "scoring_task_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE UNIQUE INDEX "scoring_task_case" ON "scoring_task" ("project_id", "run_id", "scenario", "repeat", "criterion");
CREATE UNIQUE INDEX "scoring_task_trace" ON "scoring_task" ("project_id", "rule", "trace_id");
CREATE INDEX "scoring_task_judge" ON "scoring_task" ("project_id", "judge", "done_at" DESC);
-- What waits is found without what is done.
CREATE INDEX "scoring_task_waiting" ON "scoring_task" ("project_id", "next_at", "id") WHERE "state" = 'waiting';

-- Each call of a judge, with what it cost.
CREATE TABLE "judge_call" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "judge" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "task_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "cost_nanos" BIGINT,
    "fault" TEXT,

    CONSTRAINT "judge_call_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "judge_call_at" ON "judge_call" ("project_id", "judge", "at" DESC);

-- Traces that may become scenarios, once a person accepts them.
CREATE TABLE "eval_proposal" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "suite" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "note" TEXT,
    "state" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "scenario" TEXT,

    CONSTRAINT "eval_proposal_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE UNIQUE INDEX "eval_proposal_once" ON "eval_proposal" ("project_id", "suite", "trace_id");
CREATE INDEX "eval_proposal_state" ON "eval_proposal" ("project_id", "state", "proposed_at" DESC, "id" DESC);
-- How far the suites have looked for traces.
CREATE TABLE "eval_proposal_cursor" (
    "project_id" TEXT NOT NULL,
    "looked_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "eval_proposal_cursor_pkey" PRIMARY KEY ("project_id")
);
-- How far the scoring rules have looked for traces.
CREATE TABLE "scoring_cursor" (
    "project_id" TEXT NOT NULL,
    "looked_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scoring_cursor_pkey" PRIMARY KEY ("project_id")
);
