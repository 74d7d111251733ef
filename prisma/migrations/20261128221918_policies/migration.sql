-- What a policy was at each revision, how often it applied, and how many of its uses are taken.
CREATE TABLE "policy_version" (
    "project_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "body" JSON NOT NULL,
    "archived" BOOLEAN NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT,
    "changed_by_label" TEXT NOT NULL,
    "matched" INTEGER NOT NULL DEFAULT 0,
    "uses" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("project_id", "slug", "revision")
);

-- What a run has touched, by the labels of the tools that it was let use.
CREATE TABLE "run_label" (
    "project_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "run" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "run_label_pkey" PRIMARY KEY ("project_id", "agent", "run", "label")
);

-- One person's word on exactly what the digest covers: an edit leaves the votes for what it was without effect.
CREATE TABLE "approval_vote" (
    "project_id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "voter_id" TEXT NOT NULL,
    "voter_label" TEXT NOT NULL,
    "groups" TEXT[] NOT NULL,
    "comment" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "approval_vote_pkey" PRIMARY KEY ("project_id", "approval_id", "digest", "voter_id")
);

ALTER TABLE "approval" ADD COLUMN "requirement" JSONB, ADD COLUMN "escalate_at" TIMESTAMPTZ(3);
CREATE INDEX "approval_to_escalate" ON "approval" ("escalate_at") WHERE "status" = 'pending' AND "escalate_at" IS NOT NULL;
