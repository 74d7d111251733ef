CREATE TABLE "guardrail_event" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "agent" TEXT,
    "environment" TEXT,
    "release" TEXT,
    "tool" TEXT,
    "trace_id" TEXT,
    "span_id" TEXT,
    "message" TEXT,
    "details" JSON,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guardrail_event_pkey" PRIMARY KEY ("project_id","id")
);

CREATE INDEX "guardrail_event_at" ON "guardrail_event"("project_id", "at" DESC, "id" DESC);

CREATE TABLE "guardrail_count" (
    "project_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "name" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "guardrail_count_pkey" PRIMARY KEY ("project_id","hour","name","stage","agent","environment","release","outcome")
);
