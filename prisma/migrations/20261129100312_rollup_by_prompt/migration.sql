-- What traces did by the minute in which they began and the version of a prompt that they used, for the gates of rollouts.
CREATE TABLE "rollup_prompt" (
    "project_id" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "traces" BIGINT NOT NULL DEFAULT 0,
    "errors" BIGINT NOT NULL DEFAULT 0,
    "priced" BIGINT NOT NULL DEFAULT 0,
    "cost_nanos" BIGINT NOT NULL DEFAULT 0,
    "cost_squares" NUMERIC NOT NULL DEFAULT 0,
    CONSTRAINT "rollup_prompt_pkey" PRIMARY KEY ("project_id", "bucket", "environment", "prompt", "version")
);
CREATE INDEX "rollup_prompt_of" ON "rollup_prompt"("project_id", "prompt", "version", "bucket");
CREATE TABLE "rollup_prompt_score" (
    "project_id" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "sum" NUMERIC NOT NULL,
    "sum_squares" NUMERIC NOT NULL,
    CONSTRAINT "rollup_prompt_score_pkey" PRIMARY KEY ("project_id", "bucket", "environment", "prompt", "version", "name", "source")
);
CREATE INDEX "rollup_prompt_score_of" ON "rollup_prompt_score"("project_id", "prompt", "version", "bucket");
-- Versions of prompts that a trace used, `name@3`. Traces of before get theirs, and their share of the rollup, with their
-- next span or by a recompute, as their list of measures tells.
ALTER TABLE "trace" ADD COLUMN "prompts" TEXT[] NOT NULL DEFAULT '{}';
