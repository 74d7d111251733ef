-- A third grain of each rollup, 86400 seconds: a month by hours is some ten times as many rows as a page may read in a moment.
-- Days are UTC. They are added up from the hours that are there.

ALTER TABLE "rollup" ALTER COLUMN "grain" TYPE INTEGER;
INSERT INTO "rollup" (project_id, grain, bucket, environment, agent, framework, release, kind, model, tool, provider, spans, errors, requests, request_errors, input_tokens, output_tokens, cached_input_tokens, reasoning_tokens, cache_write_tokens, cost_nanos, fresh_cost_nanos, cached_cost_nanos, cache_write_cost_nanos, output_cost_nanos, reasoning_cost_nanos, unpriced, unmetered)
  SELECT project_id, 86400, date_bin('1 day', bucket, '2000-01-01T00:00:00Z'), environment, agent, framework, release, kind, model, tool, provider, sum(spans)::bigint, sum(errors)::bigint, sum(requests)::bigint, sum(request_errors)::bigint, sum(input_tokens)::bigint, sum(output_tokens)::bigint, sum(cached_input_tokens)::bigint, sum(reasoning_tokens)::bigint, sum(cache_write_tokens)::bigint, sum(cost_nanos)::bigint, sum(fresh_cost_nanos)::bigint, sum(cached_cost_nanos)::bigint, sum(cache_write_cost_nanos)::bigint, sum(output_cost_nanos)::bigint, sum(reasoning_cost_nanos)::bigint, sum(unpriced)::bigint, sum(unmetered)::bigint
  FROM "rollup" WHERE grain = 3600 GROUP BY project_id, 3, environment, agent, framework, release, kind, model, tool, provider;

ALTER TABLE "rollup_bin" ALTER COLUMN "grain" TYPE INTEGER;
INSERT INTO "rollup_bin" (project_id, grain, bucket, environment, agent, framework, release, kind, model, tool, provider, metric, bin, count)
  SELECT project_id, 86400, date_bin('1 day', bucket, '2000-01-01T00:00:00Z'), environment, agent, framework, release, kind, model, tool, provider, metric, bin, sum(count)::bigint
  FROM "rollup_bin" WHERE grain = 3600 GROUP BY project_id, 3, environment, agent, framework, release, kind, model, tool, provider, metric, bin;

ALTER TABLE "rollup_score" ALTER COLUMN "grain" TYPE INTEGER;
INSERT INTO "rollup_score" (project_id, grain, bucket, environment, agent, framework, release, name, source, label, data_type, count, sum, sum_squares)
  SELECT project_id, 86400, date_bin('1 day', bucket, '2000-01-01T00:00:00Z'), environment, agent, framework, release, name, source, label, data_type, sum(count)::bigint, sum(sum), sum(sum_squares)
  FROM "rollup_score" WHERE grain = 3600 GROUP BY project_id, 3, environment, agent, framework, release, name, source, label, data_type;

ALTER TABLE "rollup_score_bin" ALTER COLUMN "grain" TYPE INTEGER;
INSERT INTO "rollup_score_bin" (project_id, grain, bucket, environment, agent, framework, release, name, source, value, count)
  SELECT project_id, 86400, date_bin('1 day', bucket, '2000-01-01T00:00:00Z'), environment, agent, framework, release, name, source, value, sum(count)::bigint
  FROM "rollup_score_bin" WHERE grain = 3600 GROUP BY project_id, 3, environment, agent, framework, release, name, source, value;

ALTER TABLE "rollup_cost" ALTER COLUMN "grain" TYPE INTEGER;
INSERT INTO "rollup_cost" (project_id, grain, bucket, environment, agent, framework, release, cost_kind, records, amount_nanos)
  SELECT project_id, 86400, date_bin('1 day', bucket, '2000-01-01T00:00:00Z'), environment, agent, framework, release, cost_kind, sum(records)::bigint, sum(amount_nanos)::bigint
  FROM "rollup_cost" WHERE grain = 3600 GROUP BY project_id, 3, environment, agent, framework, release, cost_kind;
