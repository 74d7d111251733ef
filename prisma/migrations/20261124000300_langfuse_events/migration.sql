-- Events of Langfuse's older SDKs, which create an observation in one request and complete it in another, in any order: what
-- an observation is, is folded from all of its events. object_id is empty for the trace itself.
CREATE TABLE "langfuse_event" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "at_us" BIGINT NOT NULL,
    "body" JSONB NOT NULL,
    CONSTRAINT "langfuse_event_pkey" PRIMARY KEY ("project_id", "trace_id", "object_id", "event_id")
);
