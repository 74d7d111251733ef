-- What an agent runs: code, model and prompts in one. It is never changed.
CREATE TABLE "release" (
    "project_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "code_url" TEXT,
    "model_provider" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "parameters" JSON NOT NULL,
    "prompts" JSON NOT NULL,
    "rag" JSON,
    "digest" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_by" TEXT NOT NULL,
    CONSTRAINT "release_pkey" PRIMARY KEY ("project_id", "slug")
);
CREATE INDEX "release_registered_at" ON "release" ("project_id", "registered_at" DESC, "slug" DESC);
CREATE INDEX "release_agent" ON "release" ("project_id", "agent", "registered_at" DESC, "slug" DESC);

-- Which release serves an agent in an environment, and what share of its users a candidate has.
CREATE TABLE "allocation" (
    "project_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "baseline" TEXT NOT NULL,
    "candidate" TEXT,
    "weight_bps" INTEGER NOT NULL,
    "seed" TEXT NOT NULL,
    "rollout_id" TEXT,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    CONSTRAINT "allocation_pkey" PRIMARY KEY ("project_id", "agent", "environment"),
    CONSTRAINT "allocation_weight" CHECK ("weight_bps" BETWEEN 0 AND 10000),
    CONSTRAINT "allocation_candidate" CHECK ("candidate" <> "baseline"),
    -- Without a candidate nobody holds it, and nobody is given anything but the baseline.
    CONSTRAINT "allocation_held" CHECK (("candidate" IS NULL) = ("rollout_id" IS NULL) AND ("candidate" IS NOT NULL OR "weight_bps" = 0))
);
