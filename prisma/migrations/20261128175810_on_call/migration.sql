CREATE TABLE "on_call_page" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "message" JSON NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "steps" INTEGER NOT NULL,
    "told" JSON NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by" TEXT NOT NULL,

    CONSTRAINT "on_call_page_pkey" PRIMARY KEY ("project_id","id")
);

CREATE INDEX "on_call_page_opened" ON "on_call_page"("project_id", "opened_at" DESC, "id" DESC);

-- Whoever pages for the same thing at the same time makes one page.
CREATE UNIQUE INDEX "on_call_page_key" ON "on_call_page"("project_id", "key") WHERE "state" <> 'ended';

-- Only what has another step is looked through.
CREATE INDEX "on_call_page_due" ON "on_call_page"("next_at") WHERE "state" = 'open' AND "next_at" IS NOT NULL;
