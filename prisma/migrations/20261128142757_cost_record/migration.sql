-- A cost that is not tokens. agent, release and environment are what its sender says; where it says nothing, the trace
-- that it names tells. rolled: what it has added to rollup_cost, [minute, environment, agent, framework, release, kind, nanos].
CREATE TABLE "cost_record" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_nanos" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "agent" TEXT,
    "release" TEXT,
    "environment" TEXT,
    "trace_id" TEXT,
    "description" TEXT,
    "rolled" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT "cost_record_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "cost_record_at" ON "cost_record" ("project_id", "at" DESC, "id" DESC);
CREATE INDEX "cost_record_trace" ON "cost_record" ("project_id", "trace_id") WHERE "trace_id" IS NOT NULL;

-- Exact at every commit, as the other rollups. Empty text stands for unknown.
CREATE TABLE "rollup_cost" (
    "project_id" TEXT NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "cost_kind" TEXT NOT NULL,
    "records" BIGINT NOT NULL,
    "amount_nanos" BIGINT NOT NULL,
    CONSTRAINT "rollup_cost_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "cost_kind")
);
