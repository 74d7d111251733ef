-- One row a request. Texts are canonical JSON (RFC 8785): what the digest covers is kept to the letter.
CREATE TABLE "approval" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "trace_id" TEXT,
    "span_id" TEXT,
    "subject" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "original_arguments" TEXT NOT NULL,
    "rationale" TEXT,
    "risk" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "policy_version" TEXT NOT NULL,
    "allowed_decisions" TEXT[] NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requester_label" TEXT NOT NULL,
    "tool_call_id" TEXT,
    "requested_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "decision_kind" TEXT,
    "decided_by" TEXT,
    "decider_label" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "decision_comment" TEXT,
    "claim_id" TEXT,
    "claimed_by" TEXT,
    "claimed_at" TIMESTAMPTZ(6),
    "lease_until" TIMESTAMPTZ(6),
    "outcome_result" JSONB,
    "outcome_error" TEXT,
    "outcome_at" TIMESTAMPTZ(6),
    "settled_by" TEXT,
    "settle_note" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT "approval_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "approval_waiting" ON "approval" ("project_id", "status", "expires_at");
CREATE INDEX "approval_recent" ON "approval" ("project_id", "requested_at" DESC, "id");
CREATE INDEX "approval_similar" ON "approval" ("project_id", "tool", "agent", "decided_at" DESC);
CREATE INDEX "approval_trace" ON "approval" ("project_id", "trace_id");
-- The same tool call asks once, however often it is sent.
CREATE UNIQUE INDEX "approval_tool_call" ON "approval" ("project_id", "requested_by", "tool_call_id") WHERE "tool_call_id" IS NOT NULL;

CREATE TABLE "signing_key" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_jwk" JSONB NOT NULL,
    "active" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);
-- One signs at a time; others still verify.
CREATE UNIQUE INDEX "signing_key_active" ON "signing_key" ("active") WHERE "active";
