-- Traces a span links to, beside the span: what joins traces into runs is read without its payload.
ALTER TABLE "span" ADD COLUMN "linked_trace_ids" TEXT[] NOT NULL DEFAULT '{}';
CREATE INDEX "span_response" ON "span" ("project_id", "response_id") WHERE "response_id" IS NOT NULL;

-- What may join a trace to others: "t:<trace id>" of a span link, "r:<name>" of holdpoint.run.id. Traces without a row here,
-- and most have none, are a run each. The three run tables are written only under the project's run lock.
CREATE TABLE "run_edge" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    CONSTRAINT "run_edge_pkey" PRIMARY KEY ("project_id", "trace_id", "node")
);
CREATE INDEX "run_edge_node" ON "run_edge" ("project_id", "node");

-- A trace's share in a run; a trace whose spans name several runs has several. part is the name, or empty. executes: more
-- than the making of agents and framework chatter; a run of none that does is no run to count.
CREATE TABLE "run_part" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "run_key" TEXT NOT NULL,
    "agent" TEXT,
    "framework" TEXT,
    "release" TEXT,
    "environment" TEXT,
    "executes" BOOLEAN NOT NULL,
    "start_us" BIGINT NOT NULL,
    "end_us" BIGINT NOT NULL,
    "llm_calls" INTEGER NOT NULL,
    "tool_calls" INTEGER NOT NULL,
    "unmetered_calls" INTEGER NOT NULL,
    "unpriced_spans" INTEGER NOT NULL,
    "input_tokens" BIGINT,
    "output_tokens" BIGINT,
    "cost_nanos" BIGINT,
    CONSTRAINT "run_part_pkey" PRIMARY KEY ("project_id", "trace_id", "part")
);
CREATE INDEX "run_part_run" ON "run_part" ("project_id", "run_key");

-- contribution: what the run has added to the rollups, as in trace.
CREATE TABLE "run" (
    "project_id" TEXT NOT NULL,
    "run_key" TEXT NOT NULL,
    "trace_count" INTEGER NOT NULL,
    "agent" TEXT,
    "framework" TEXT,
    "release" TEXT,
    "environment" TEXT,
    "executes" BOOLEAN NOT NULL,
    "start_us" BIGINT NOT NULL,
    "end_us" BIGINT NOT NULL,
    "llm_calls" INTEGER NOT NULL,
    "tool_calls" INTEGER NOT NULL,
    "unmetered_calls" INTEGER NOT NULL,
    "unpriced_spans" INTEGER NOT NULL,
    "input_tokens" BIGINT,
    "output_tokens" BIGINT,
    "cost_nanos" BIGINT,
    "contribution" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    CONSTRAINT "run_pkey" PRIMARY KEY ("project_id", "run_key")
);

-- Dimensions of many values, by the hour of the trace's start: read as the first n by cost, tokens or count.
CREATE TABLE "rollup_top" (
    "project_id" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "traces" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "unpriced" BIGINT NOT NULL,
    "unmetered" BIGINT NOT NULL,
    CONSTRAINT "rollup_top_pkey" PRIMARY KEY ("project_id", "bucket", "environment", "dimension", "value")
);

-- Scores by the start of what they judge, else by their own time. label is empty for numbers. numeric: sums stay exact
-- when what was added is taken away again.
CREATE TABLE "rollup_score" (
    "project_id" TEXT NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "sum" NUMERIC NOT NULL,
    "sum_squares" NUMERIC NOT NULL,
    CONSTRAINT "rollup_score_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "name", "source", "label")
);

-- What this score has added to rollup_score: [minute, environment, agent, framework, release, name, source, label, value].
ALTER TABLE "score" ADD COLUMN "rolled" JSONB;
CREATE INDEX "score_response" ON "score" ("project_id", "response_id") WHERE "trace_id" IS NULL AND "response_id" IS NOT NULL;
