-- Who served a model call is a dimension of the rollups, the last of their key; empty where nobody tells.
-- What was written to the cache is a sum, and so is what each part of the tokens cost.
ALTER TABLE "span"
    ADD COLUMN "fresh_cost_nanos" BIGINT,
    ADD COLUMN "cached_cost_nanos" BIGINT,
    ADD COLUMN "cache_write_cost_nanos" BIGINT,
    ADD COLUMN "output_cost_nanos" BIGINT,
    ADD COLUMN "reasoning_cost_nanos" BIGINT;
ALTER TABLE "rollup"
    ADD COLUMN "provider" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "cache_write_tokens" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "fresh_cost_nanos" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "cached_cost_nanos" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "cache_write_cost_nanos" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "output_cost_nanos" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "reasoning_cost_nanos" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "rollup" DROP CONSTRAINT "rollup_pkey", ADD CONSTRAINT "rollup_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "provider");
ALTER TABLE "rollup_bin" ADD COLUMN "provider" TEXT NOT NULL DEFAULT '';
ALTER TABLE "rollup_bin" DROP CONSTRAINT "rollup_bin_pkey", ADD CONSTRAINT "rollup_bin_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "provider", "metric", "bin");

-- Spans that name a provider move from the rows without one; nothing is counted twice and no total changes but the new one.
-- A trace that still keeps its sum in one piece, or was counted with other measures, moves when it changes next.
CREATE TEMPORARY TABLE "moved" AS
  SELECT "project_id", "trace_id", "day" FROM "trace"
  WHERE "contribution" IS NULL AND (' ' || "measures" || ' ') NOT LIKE '% provider %';
INSERT INTO "rollup" AS r ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "provider", "cache_write_tokens", "spans", "errors", "requests", "request_errors", "input_tokens", "output_tokens", "cached_input_tokens", "reasoning_tokens", "cost_nanos", "unpriced", "unmetered")
  SELECT s.project_id, g, to_timestamp(s.start_us / 60000000 * 60 - (s.start_us / 60000000 * 60) % g), coalesce(s.environment, ''), coalesce(s.agent, ''), coalesce(s.framework, ''), coalesce(s.release, ''), s.kind, coalesce(s.model, ''), coalesce(s.tool, ''), way.provider,
    coalesce(sum(case when s.counted then coalesce(s.cache_write_tokens, 0) else 0 end) FILTER (WHERE sign > 0), 0),
    sum(sign * (1)),
    sum(sign * ((s.status = 'error')::int)),
    sum(sign * (s.request::int)),
    sum(sign * ((s.request and s.status = 'error')::int)),
    sum(sign * (case when s.counted then coalesce(s.input_tokens, 0) else 0 end)),
    sum(sign * (case when s.counted then coalesce(s.output_tokens, 0) else 0 end)),
    sum(sign * (case when s.counted then coalesce(s.cached_input_tokens, 0) else 0 end)),
    sum(sign * (case when s.counted then coalesce(s.reasoning_tokens, 0) else 0 end)),
    sum(sign * (case when s.counted then coalesce(s.reported_cost_nanos, s.computed_cost_nanos, 0) else 0 end)),
    sum(sign * ((s.counted and coalesce(s.reported_cost_nanos, s.computed_cost_nanos) is null)::int)),
    sum(sign * (s.unmetered::int))
  FROM "moved" m JOIN "span" s ON s.project_id = m.project_id AND s.day = m.day AND s.trace_id = m.trace_id
  CROSS JOIN (VALUES (60), (3600)) AS grains(g)
  CROSS JOIN LATERAL (VALUES (1, coalesce(s.provider, '')), (-1, '')) AS way(sign, provider)
  WHERE (NOT s.noise OR s.counted)
    AND (coalesce(s.provider, '') <> '' OR s.cache_write_tokens <> 0)
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  ON CONFLICT ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "provider") DO UPDATE SET "cache_write_tokens" = r."cache_write_tokens" + excluded."cache_write_tokens",
    "spans" = r."spans" + excluded."spans",
    "errors" = r."errors" + excluded."errors",
    "requests" = r."requests" + excluded."requests",
    "request_errors" = r."request_errors" + excluded."request_errors",
    "input_tokens" = r."input_tokens" + excluded."input_tokens",
    "output_tokens" = r."output_tokens" + excluded."output_tokens",
    "cached_input_tokens" = r."cached_input_tokens" + excluded."cached_input_tokens",
    "reasoning_tokens" = r."reasoning_tokens" + excluded."reasoning_tokens",
    "cost_nanos" = r."cost_nanos" + excluded."cost_nanos",
    "unpriced" = r."unpriced" + excluded."unpriced",
    "unmetered" = r."unmetered" + excluded."unmetered";
INSERT INTO "rollup_bin" AS r ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "provider", "metric", "bin", "count")
  SELECT s.project_id, g, to_timestamp(s.start_us / 60000000 * 60 - (s.start_us / 60000000 * 60) % g), coalesce(s.environment, ''), coalesce(s.agent, ''), coalesce(s.framework, ''), coalesce(s.release, ''), s.kind, coalesce(s.model, ''), coalesce(s.tool, ''), way.provider, metric,
    CASE WHEN s.end_us - s.start_us < 1 THEN -1 ELSE floor(ln((s.end_us - s.start_us)::float8) / ln(1.1::float8)) END, sum(sign)
  FROM "moved" m JOIN "span" s ON s.project_id = m.project_id AND s.day = m.day AND s.trace_id = m.trace_id
  CROSS JOIN (VALUES (60), (3600)) AS grains(g)
  CROSS JOIN LATERAL (VALUES (1, coalesce(s.provider, '')), (-1, '')) AS way(sign, provider)
  CROSS JOIN LATERAL (SELECT 'latency_us' AS metric UNION ALL SELECT 'request_us' WHERE s.request) AS metrics
  WHERE (NOT s.noise OR s.counted)
    AND coalesce(s.provider, '') <> '' AND s.end_us IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
  ON CONFLICT ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "kind", "model", "tool", "provider", "metric", "bin") DO UPDATE SET "count" = r."count" + excluded."count";
UPDATE "trace" t SET "measures" = t."measures" || ' cacheWriteTokens freshInputCost cachedInputCost cacheWriteCost outputCost reasoningCost provider'
  FROM "moved" m WHERE t.project_id = m.project_id AND t.trace_id = m.trace_id;
DROP TABLE "moved";
