-- Audit: one hash chain a project. `body` is the canonical text the hash covers; the columns repeat it for filters.
CREATE TABLE "audit_head" (
    "project_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("project_id")
);

CREATE TABLE "audit_event" (
    "project_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_label" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("project_id", "seq")
);
CREATE INDEX "audit_event_object" ON "audit_event" ("project_id", "object_type", "object_id", "seq");

-- Outbox: what changed, for server-sent events. Pruned after a day.
CREATE TABLE "outbox_event" (
    "seq" BIGSERIAL NOT NULL,
    "project_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "ids" TEXT[] NOT NULL,
    "revision" INTEGER,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("seq")
);
CREATE INDEX "outbox_event_at" ON "outbox_event" ("at");

-- Answers already given, by caller and Idempotency-Key.
CREATE TABLE "idempotent_request" (
    "project_id" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "content_type" TEXT,
    "response" TEXT,
    "lease_until" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    CONSTRAINT "idempotent_request_pkey" PRIMARY KEY ("project_id", "caller", "key")
);
CREATE INDEX "idempotent_request_created_at" ON "idempotent_request" ("created_at");
