-- What agents did as wholes: requests and cost without what is inside them, which is a tenth of the rows, and how many traces began and
-- how many of them were scored. A trace counts once in both, at the minute, environment, agent, framework and release of its own row, so
-- that one is always a part of the other, and a mean over few is told from one over all.
CREATE TABLE "rollup_by_agent" (
    "project_id" TEXT NOT NULL,
    "grain" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "traces" BIGINT NOT NULL DEFAULT 0,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "request_errors" BIGINT NOT NULL DEFAULT 0,
    "cost_nanos" BIGINT NOT NULL DEFAULT 0,
    "unpriced" BIGINT NOT NULL DEFAULT 0,
    "unmetered" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "rollup_by_agent_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release")
) PARTITION BY LIST ("grain");
CREATE TABLE "rollup_by_agent_minute" PARTITION OF "rollup_by_agent" FOR VALUES IN (60);
CREATE TABLE "rollup_by_agent_hour" PARTITION OF "rollup_by_agent" FOR VALUES IN (3600);
CREATE TABLE "rollup_by_agent_day" PARTITION OF "rollup_by_agent" FOR VALUES IN (86400);

-- Which scores a trace has: one row of a name, source and type, however many scores.
CREATE TABLE "scored_trace" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "data_type" TEXT NOT NULL,
    CONSTRAINT "scored_trace_pkey" PRIMARY KEY ("project_id", "trace_id", "name", "source", "data_type")
);

-- Traces with a score of this name, source and type; an empty type stands for any, and so on: traces cannot be added up over these.
CREATE TABLE "rollup_scored" (
    "project_id" TEXT NOT NULL,
    "grain" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "data_type" TEXT NOT NULL,
    "traces" BIGINT NOT NULL,
    CONSTRAINT "rollup_scored_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "name", "source", "data_type")
) PARTITION BY LIST ("grain");
CREATE TABLE "rollup_scored_minute" PARTITION OF "rollup_scored" FOR VALUES IN (60);
CREATE TABLE "rollup_scored_hour" PARTITION OF "rollup_scored" FOR VALUES IN (3600);
CREATE TABLE "rollup_scored_day" PARTITION OF "rollup_scored" FOR VALUES IN (86400);

-- What is stored already.
INSERT INTO "rollup_by_agent" SELECT project_id, g, to_timestamp(minute - minute % g), environment, agent, framework, release, sum(traces)::bigint, sum(requests)::bigint, sum(request_errors)::bigint, sum(cost_nanos)::bigint, sum(unpriced)::bigint, sum(unmetered)::bigint
  FROM (
    SELECT project_id, start_us / 60000000 * 60 AS minute, coalesce(environment, '') AS environment, coalesce(agent, '') AS agent, coalesce(framework, '') AS framework, coalesce(release, '') AS release, count(*) AS traces, 0 AS requests, 0 AS request_errors, 0 AS cost_nanos, 0 AS unpriced, 0 AS unmetered
      FROM "trace" GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT project_id, extract(epoch FROM bucket)::bigint, environment, agent, framework, release, 0, sum(requests), sum(request_errors), sum(cost_nanos), sum(unpriced), sum(unmetered)
      FROM "rollup" WHERE grain = 60 GROUP BY 1, 2, 3, 4, 5, 6
  ) AS counted CROSS JOIN (VALUES (60), (3600), (86400)) AS grains(g)
  GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3;
INSERT INTO "scored_trace" SELECT DISTINCT project_id, trace_id, name, source, data_type FROM "score" WHERE trace_id IS NOT NULL;
INSERT INTO "rollup_scored" SELECT t.project_id, 60, to_timestamp(t.start_us / 60000000 * 60), coalesce(t.environment, ''), coalesce(t.agent, ''), coalesce(t.framework, ''), coalesce(t.release, ''), l.name, l.source, l.data_type, count(DISTINCT t.trace_id)
  FROM "scored_trace" s JOIN "trace" t USING (project_id, trace_id)
  CROSS JOIN LATERAL (VALUES ('', '', ''), (s.name, '', ''), (s.name, s.source, ''), (s.name, s.source, s.data_type)) AS l(name, source, data_type)
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
-- Hours from the minutes, days from the hours, which are there by then.
INSERT INTO "rollup_scored" SELECT project_id, 3600, date_bin('1 hour', bucket, '2000-01-01T00:00:00Z'), environment, agent, framework, release, name, source, data_type, sum(traces)::bigint
  FROM "rollup_scored" WHERE grain = 60 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
INSERT INTO "rollup_scored" SELECT project_id, 86400, date_bin('1 day', bucket, '2000-01-01T00:00:00Z'), environment, agent, framework, release, name, source, data_type, sum(traces)::bigint
  FROM "rollup_scored" WHERE grain = 3600 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
ANALYZE "rollup_by_agent";
ANALYZE "rollup_scored";
ANALYZE "scored_trace";
