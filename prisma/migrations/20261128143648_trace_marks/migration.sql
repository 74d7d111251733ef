-- Numbers that stand for what a trace says on its day (lib/domain/traces/marks): filters find by them, however few traces pass.
-- Rows are only added, one a request that brings something new; they go with their trace.
CREATE TABLE "trace_marks" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "marks" BIGINT[],

    CONSTRAINT "trace_marks_pkey" PRIMARY KEY ("project_id", "trace_id", "revision")
);
-- Without a list of what waits to be indexed: every look-up would read it, and one request in many would have to empty it.
CREATE INDEX "trace_marks_found" ON "trace_marks" USING GIN ("marks") WITH (fastupdate = off);

-- Traces stored until now have no marks: they are looked at one by one until they get theirs.
ALTER TABLE "trace" ADD COLUMN "marked" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "trace_unmarked" ON "trace" ("project_id", "started_at") WHERE NOT "marked";
-- Traces whose root has not come: those that came lately are running.
CREATE INDEX "trace_rootless" ON "trace" ("project_id", "updated_at") WHERE NOT "has_root";
