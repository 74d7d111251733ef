-- Traces that people are asked to judge: one row for each trace and rule, whatever happens to either.
CREATE TABLE "review_item" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_by" TEXT,
    "claimed_until" TIMESTAMPTZ(3),
    "done_by" TEXT,
    "done_by_label" TEXT,
    "done_at" TIMESTAMPTZ(3),
    CONSTRAINT "review_item_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE UNIQUE INDEX "review_item_once" ON "review_item" ("project_id", "rule", "trace_id");
CREATE INDEX "review_item_waiting" ON "review_item" ("project_id", "status", "queued_at", "id");

-- How far the rules have looked.
CREATE TABLE "review_cursor" (
    "project_id" TEXT NOT NULL,
    "looked_until" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "review_cursor_pkey" PRIMARY KEY ("project_id")
);

-- When a score was stored, by our clock: `at` is what its giver says.
ALTER TABLE "score" ADD COLUMN "stored_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now();
CREATE INDEX "score_stored" ON "score" ("project_id", "stored_at");
CREATE INDEX "trace_updated" ON "trace" ("project_id", "updated_at");
