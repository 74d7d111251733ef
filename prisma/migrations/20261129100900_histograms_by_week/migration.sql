-- A fourth grain of histograms, 604800 seconds: a month of them by days is a hundred thousand rows. Weeks begin on Thursdays
-- in UTC, as the epoch did. They are added up from the days that are there.
INSERT INTO "rollup_bin" (project_id, grain, bucket, environment, agent, framework, release, kind, model, tool, provider, metric, bin, count)
  SELECT project_id, 604800, date_bin('7 days', bucket, '1970-01-01T00:00:00Z'), environment, agent, framework, release, kind, model, tool, provider, metric, bin, sum(count)::bigint
  FROM "rollup_bin" WHERE grain = 86400 GROUP BY project_id, 3, environment, agent, framework, release, kind, model, tool, provider, metric, bin;

-- The key leads with what is asked for, so that percentiles of runs do not read the bins of every model and tool.
ALTER TABLE "rollup_bin" DROP CONSTRAINT "rollup_bin_pkey";
ALTER TABLE "rollup_bin" ADD CONSTRAINT "rollup_bin_pkey" PRIMARY KEY ("project_id", "grain", "metric", "kind", "bucket", "environment", "agent", "framework", "release", "model", "tool", "provider", "bin");
