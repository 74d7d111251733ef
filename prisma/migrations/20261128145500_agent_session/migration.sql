-- What each session of traces comes to, kept with every trace: the list of sessions reads no trace.
CREATE TABLE "agent_session" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "first_us" BIGINT NOT NULL,
    "last_us" BIGINT NOT NULL,
    "user_id" TEXT,
    "agents" TEXT[] NOT NULL,
    "environments" TEXT[] NOT NULL,
    "traces" BIGINT NOT NULL,
    "message_traces" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "llm_calls" BIGINT NOT NULL,
    "tool_calls" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "unpriced_spans" BIGINT NOT NULL,
    "unmetered_calls" BIGINT NOT NULL,
    CONSTRAINT "agent_session_pkey" PRIMARY KEY ("project_id", "session_id")
);
CREATE INDEX "agent_session_last" ON "agent_session" ("project_id", "last_us" DESC, "session_id" DESC);
CREATE INDEX "agent_session_cost" ON "agent_session" ("project_id", "cost_nanos" DESC, "session_id" DESC);
CREATE INDEX "agent_session_traces" ON "agent_session" ("project_id", "traces" DESC, "session_id" DESC);
CREATE INDEX "agent_session_user" ON "agent_session" ("project_id", "user_id", "last_us" DESC);

INSERT INTO "agent_session"
  SELECT project_id, session_id, min(start_us), max(start_us + duration_us), min(user_id COLLATE "C"),
    coalesce(array_agg(DISTINCT agent COLLATE "C") FILTER (WHERE agent IS NOT NULL), '{}'),
    coalesce(array_agg(DISTINCT environment COLLATE "C") FILTER (WHERE environment IS NOT NULL), '{}'),
    count(*), count(*) FILTER (WHERE noise_count = span_count), count(*) FILTER (WHERE status = 'error'),
    sum(llm_calls), sum(tool_calls), sum(coalesce(input_tokens, 0)), sum(coalesce(output_tokens, 0)),
    sum(coalesce(cost_nanos, 0)), sum(unpriced_spans), sum(unmetered_calls)
  FROM "trace" WHERE session_id IS NOT NULL GROUP BY 1, 2;
CREATE INDEX "score_session" ON "score" ("project_id", "session_id") WHERE "session_id" IS NOT NULL;
