-- The type of a score joins the key of its rollup: a mean is of numbers, a share of yes and no, and words are counted.
-- A second table keeps how numbers are spread, by the lower edge of their bin.

-- Two significant digits, rounded down: fine enough to be regrouped, and few.
CREATE FUNCTION "score_bin"("value" NUMERIC) RETURNS DOUBLE PRECISION IMMUTABLE PARALLEL SAFE LANGUAGE SQL AS $$
    SELECT CASE WHEN "value" = 0 THEN 0 ELSE
        floor("value" / 10::numeric ^ (floor(log(abs("value"))) - 1)) * 10::numeric ^ (floor(log(abs("value"))) - 1) END::double precision
$$;

ALTER TABLE "rollup_score" ADD COLUMN "data_type" TEXT NOT NULL DEFAULT '';
ALTER TABLE "rollup_score" DROP CONSTRAINT "rollup_score_pkey", ADD CONSTRAINT "rollup_score_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "name", "source", "label", "data_type");
CREATE TABLE "rollup_score_bin" (
    "project_id" TEXT NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "framework" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "count" BIGINT NOT NULL,
    CONSTRAINT "rollup_score_bin_pkey" PRIMARY KEY ("project_id", "grain", "bucket", "environment", "agent", "framework", "release", "name", "source", "value")
);

-- Each stored score says what it has added; its type goes before its value. The rollup is counted again from there.
UPDATE "score" SET "rolled" = jsonb_insert("rolled", '{8}', to_jsonb("data_type")) WHERE "rolled" IS NOT NULL;
DELETE FROM "rollup_score";
ALTER TABLE "rollup_score" ALTER COLUMN "data_type" DROP DEFAULT;
CREATE TEMPORARY TABLE "added" AS
  SELECT project_id, g AS grain, to_timestamp((rolled->>0)::bigint - (rolled->>0)::bigint % g) AS bucket, rolled->>1 AS environment, rolled->>2 AS agent,
    rolled->>3 AS framework, rolled->>4 AS release, rolled->>5 AS name, rolled->>6 AS source, rolled->>7 AS label, rolled->>8 AS data_type, (rolled->>9)::numeric AS value
  FROM "score" CROSS JOIN (VALUES (60), (3600)) AS grains(g) WHERE rolled IS NOT NULL;
INSERT INTO "rollup_score" (project_id, grain, bucket, environment, agent, framework, release, name, source, label, data_type, count, sum, sum_squares)
  SELECT project_id, grain, bucket, environment, agent, framework, release, name, source, label, data_type, count(*), coalesce(sum(value), 0), coalesce(sum(value * value), 0)
  FROM "added" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
INSERT INTO "rollup_score_bin" (project_id, grain, bucket, environment, agent, framework, release, name, source, value, count)
  SELECT project_id, grain, bucket, environment, agent, framework, release, name, source, score_bin(value), count(*)
  FROM "added" WHERE data_type = 'numeric' AND value IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
DROP TABLE "added";
