-- One row a trace. `day` is set at first sight and never changes: it is the partition key of the trace's spans.
-- `contribution` is what this trace has added to the rollups; a change adds only the difference.
CREATE TABLE "trace" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "name" TEXT,
    "agent" TEXT,
    "framework" TEXT,
    "release" TEXT,
    "environment" TEXT,
    "session_id" TEXT,
    "user_id" TEXT,
    "run_id" TEXT,
    "tags" TEXT[] NOT NULL,
    "models" TEXT[] NOT NULL,
    "tools" TEXT[] NOT NULL,
    "status" TEXT NOT NULL,
    "has_root" BOOLEAN NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "start_us" BIGINT NOT NULL,
    "duration_us" BIGINT NOT NULL,
    "span_count" INTEGER NOT NULL,
    "noise_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "llm_calls" INTEGER NOT NULL,
    "tool_calls" INTEGER NOT NULL,
    "input_tokens" BIGINT,
    "output_tokens" BIGINT,
    "cached_input_tokens" BIGINT,
    "reasoning_tokens" BIGINT,
    "cost_nanos" BIGINT,
    "unpriced_spans" INTEGER NOT NULL,
    "unmetered_calls" INTEGER NOT NULL,
    "input_preview" TEXT,
    "output_preview" TEXT,
    "contribution" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    CONSTRAINT "trace_pkey" PRIMARY KEY ("project_id", "trace_id")
);
CREATE INDEX "trace_started" ON "trace" ("project_id", "started_at" DESC, "trace_id");
CREATE INDEX "trace_agent" ON "trace" ("project_id", "agent", "started_at" DESC);
CREATE INDEX "trace_session" ON "trace" ("project_id", "session_id", "started_at" DESC) WHERE "session_id" IS NOT NULL;
CREATE INDEX "trace_user" ON "trace" ("project_id", "user_id", "started_at" DESC) WHERE "user_id" IS NOT NULL;

-- Narrow: what lists, attribution and rollups need. own_* is what the span itself says, the rest is attributed.
CREATE TABLE "span" (
    "project_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "trace_id" TEXT NOT NULL,
    "span_id" TEXT NOT NULL,
    "parent_span_id" TEXT,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "operation" TEXT,
    "noise" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "status_message" TEXT,
    "start_us" BIGINT NOT NULL,
    "end_us" BIGINT,
    "own_agent" TEXT,
    "own_framework" TEXT,
    "own_release" TEXT,
    "own_environment" TEXT,
    "own_session_id" TEXT,
    "own_user_id" TEXT,
    "own_run_id" TEXT,
    "service_name" TEXT,
    "service_version" TEXT,
    "scope_name" TEXT,
    "trace_name" TEXT,
    "tags" TEXT[] NOT NULL,
    "model" TEXT,
    "request_model" TEXT,
    "provider" TEXT,
    "tool" TEXT,
    "tool_call_id" TEXT,
    "response_id" TEXT,
    "prompt_name" TEXT,
    "prompt_version" TEXT,
    "input_tokens" BIGINT,
    "output_tokens" BIGINT,
    "cached_input_tokens" BIGINT,
    "cache_write_tokens" BIGINT,
    "reasoning_tokens" BIGINT,
    "reported_cost_nanos" BIGINT,
    "computed_cost_nanos" BIGINT,
    "price_version" TEXT,
    "ttft_us" BIGINT,
    "input_preview" TEXT,
    "output_preview" TEXT,
    "dropped_attributes" INTEGER NOT NULL,
    "attribute_count" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "agent" TEXT,
    "framework" TEXT,
    "release" TEXT,
    "environment" TEXT,
    "session_id" TEXT,
    "user_id" TEXT,
    "run_id" TEXT,
    "counted" BOOLEAN NOT NULL,
    "request" BOOLEAN NOT NULL,
    CONSTRAINT "span_pkey" PRIMARY KEY ("project_id", "day", "trace_id", "span_id")
) PARTITION BY RANGE ("day");
CREATE TABLE "span_default" PARTITION OF "span" DEFAULT;

-- Beside it: what one open span needs.
CREATE TABLE "span_payload" (
    "project_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "trace_id" TEXT NOT NULL,
    "span_id" TEXT NOT NULL,
    "input" TEXT,
    "output" TEXT,
    "attributes" JSONB NOT NULL,
    "events" JSONB NOT NULL,
    "links" JSONB NOT NULL,
    CONSTRAINT "span_payload_pkey" PRIMARY KEY ("project_id", "day", "trace_id", "span_id")
) PARTITION BY RANGE ("day");
CREATE TABLE "span_payload_default" PARTITION OF "span_payload" DEFAULT;

CREATE TABLE "span_link" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "span_id" TEXT NOT NULL,
    "linked_trace_id" TEXT NOT NULL,
    "linked_span_id" TEXT NOT NULL,
    CONSTRAINT "span_link_pkey" PRIMARY KEY ("project_id", "trace_id", "span_id", "linked_trace_id", "linked_span_id")
);
CREATE INDEX "span_link_target" ON "span_link" ("project_id", "linked_trace_id");

-- Messages that travelled as log events, before or after their span.
CREATE TABLE "span_message" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "span_id" TEXT NOT NULL,
    "part_hash" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "at_us" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "json" TEXT NOT NULL,
    CONSTRAINT "span_message_pkey" PRIMARY KEY ("project_id", "trace_id", "span_id", "part_hash")
);

CREATE TABLE "score" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "data_type" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "label" TEXT,
    "comment" TEXT,
    "source" TEXT NOT NULL,
    "trace_id" TEXT,
    "span_id" TEXT,
    "session_id" TEXT,
    "response_id" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    CONSTRAINT "score_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "score_trace" ON "score" ("project_id", "trace_id");

-- Exact at every commit. Empty text stands for unknown, so that the key has no nulls. grain: 60 or 3600 seconds.
CREATE TABLE "rollup" (
    "project_id" TEXT NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "spans" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "request_errors" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "cached_input_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "unpriced" BIGINT NOT NULL,
    "unmetered" BIGINT NOT NULL,
    CONSTRAINT "rollup_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool")
);

-- Histograms: bin = floor(ln(value) / ln(1.1)), -1 for values below 1. metric: latency_us, run_steps, run_tokens, run_cost_nanos.
CREATE TABLE "rollup_bin" (
    "project_id" TEXT NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "bin" SMALLINT NOT NULL,
    "count" BIGINT NOT NULL,
    CONSTRAINT "rollup_bin_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "metric", "bin")
);
