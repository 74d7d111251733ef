-- A request for approval may name an address that is told when it was decided. What is posted there goes the way of messages to
-- channels: it has an address, and an agent whose secret signs it, in the place of a channel.
ALTER TABLE "approval" ADD COLUMN "callback_url" TEXT;

ALTER TABLE "delivery" ALTER COLUMN "channel" DROP NOT NULL,
    ADD COLUMN "url" TEXT,
    ADD COLUMN "agent" TEXT,
    ADD COLUMN "approval_id" TEXT,
    ADD CONSTRAINT "delivery_target" CHECK (("channel" IS NOT NULL AND num_nonnulls("url", "agent", "approval_id") = 0)
        OR ("channel" IS NULL AND num_nonnulls("url", "agent", "approval_id") = 3));

CREATE INDEX "delivery_approval" ON "delivery"("project_id", "approval_id") WHERE "approval_id" IS NOT NULL;

CREATE TABLE "callback_secret" (
    "project_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "previous" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "made_by" TEXT NOT NULL,

    CONSTRAINT "callback_secret_pkey" PRIMARY KEY ("project_id","agent")
);
