-- What a rule needs to decide: one row for each run, period, rate and breaker, locked while a batch of permits is
-- decided. Rows are rewritten often: half of each page stays free, so that a new version needs no new index entry.
CREATE TABLE "control_state" (
    "project_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "body" JSON NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "control_state_pkey" PRIMARY KEY ("project_id", "kind", "key")
) WITH (fillfactor = 50);

-- Every change of state, with what was known when it was made. The key lets one opening have one row.
CREATE TABLE "state_transition" (
    "project_id" TEXT NOT NULL,
    "machine" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_label" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    CONSTRAINT "state_transition_pkey" PRIMARY KEY ("project_id", "machine", "object_id", "revision")
);
CREATE INDEX "state_transition_at" ON "state_transition" ("project_id", "at" DESC);

CREATE TABLE "permit" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "tool" TEXT,
    "model" TEXT,
    "environment" TEXT NOT NULL,
    "release" TEXT,
    "user_id" TEXT,
    "key_id" TEXT NOT NULL,
    "trace_id" TEXT,
    "span_id" TEXT,
    "decision" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "rule" TEXT,
    "reasons" JSONB NOT NULL,
    "held" JSON NOT NULL,
    "approval_id" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "outcome" JSONB,
    "settled_at" TIMESTAMPTZ(3),
    CONSTRAINT "permit_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "permit_run" ON "permit" ("project_id", "agent", "run_id");
-- For the sweep: what holds something, by the end of its lease.
CREATE INDEX "permit_lease" ON "permit" ("lease_until", "project_id") WHERE "status" IN ('open', 'waiting');
CREATE INDEX "permit_refused" ON "permit" ("project_id", "asked_at" DESC, "id") WHERE "status" = 'refused';
CREATE INDEX "permit_trace" ON "permit" ("project_id", "trace_id") WHERE "trace_id" IS NOT NULL;

-- A project that was switched off as a whole; no row: it runs.
CREATE TABLE "project_switch" (
    "project_id" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    CONSTRAINT "project_switch_pkey" PRIMARY KEY ("project_id")
);
