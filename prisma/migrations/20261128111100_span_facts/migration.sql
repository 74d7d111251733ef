-- A request looks at the spans it changes, not at the whole trace: what attribution found is stored with each span.
ALTER TABLE "span" ADD COLUMN "repeats" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "span" ADD COLUMN "model_call" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "span" ADD COLUMN "unmetered" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "span" ADD COLUMN "below" SMALLINT NOT NULL DEFAULT 0;
-- Children of a span that comes after them.
CREATE INDEX "span_parent" ON "span" ("project_id", "day", "trace_id", "parent_span_id") WHERE "parent_span_id" IS NOT NULL;
-- Spans of one trace that share an answer. All columns of the lookup, so that no other index seems as good.
DROP INDEX "span_response";
CREATE INDEX "span_response" ON "span" ("project_id", "response_id", "trace_id", "day") WHERE "response_id" IS NOT NULL;

-- What a trace added to the rollups follows from its row and its spans. Rows written until now keep their sum until
-- they change next: then they are counted anew from all of their spans.
ALTER TABLE "trace" ALTER COLUMN "contribution" DROP NOT NULL;
ALTER TABLE "trace" ADD COLUMN "executes" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "trace" ADD COLUMN "heads" JSONB;
ALTER TABLE "trace" ADD COLUMN "measures" TEXT;
UPDATE "trace" SET "executes" = true WHERE "contribution"::text LIKE '%"run_steps"%';
