-- Who does the periodic work of a project, and when it is due again.
CREATE TABLE "tick_claim" (
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(6) NOT NULL,
    "holder" TEXT,
    "lease_until" TIMESTAMPTZ(6),

    CONSTRAINT "tick_claim_pkey" PRIMARY KEY ("project_id", "name")
);
