-- One recompute of a project's traces of a range of days. While it is not finished, the same range goes on with it.
CREATE TABLE "recompute" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "recompute_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE UNIQUE INDEX "recompute_open" ON "recompute" ("project_id", "from_day", "to_day") WHERE "finished_at" IS NULL;

-- Its progress, a row a day. after_trace: the last trace done, in order of ids. Money in nano-dollars.
CREATE TABLE "recompute_day" (
    "project_id" TEXT NOT NULL,
    "recompute_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "after_trace" TEXT NOT NULL DEFAULT '',
    "done" BOOLEAN NOT NULL DEFAULT false,
    "claimed_by" TEXT,
    "claimed_until" TIMESTAMPTZ(3),
    "traces" INTEGER NOT NULL DEFAULT 0,
    "traces_changed" INTEGER NOT NULL DEFAULT 0,
    "spans" INTEGER NOT NULL DEFAULT 0,
    "spans_changed" INTEGER NOT NULL DEFAULT 0,
    "spans_unread" INTEGER NOT NULL DEFAULT 0,
    "input_before" BIGINT NOT NULL DEFAULT 0,
    "input_after" BIGINT NOT NULL DEFAULT 0,
    "output_before" BIGINT NOT NULL DEFAULT 0,
    "output_after" BIGINT NOT NULL DEFAULT 0,
    "cost_before" BIGINT NOT NULL DEFAULT 0,
    "cost_after" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "recompute_day_pkey" PRIMARY KEY ("project_id", "recompute_id", "day")
);
