-- What Langfuse's older SDKs have said of an observation, each field with the event that said it last. They create an
-- observation in one request and complete it in another, in any order: kept while more may come, one row an observation
-- whatever the number of events. object_id is empty for the trace itself.
CREATE TABLE "langfuse_object" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "start_us" BIGINT NOT NULL,
    "end_us" BIGINT,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    CONSTRAINT "langfuse_object_pkey" PRIMARY KEY ("project_id", "trace_id", "object_id")
);
CREATE INDEX "langfuse_object_age" ON "langfuse_object" ("updated_at");

-- How often its client has changed it, where the client tells a span in pieces; 0 where a span comes whole.
ALTER TABLE "span" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0;
