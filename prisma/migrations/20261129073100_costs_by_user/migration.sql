-- Costs that are not tokens, by the user, session and tags that a record or its trace names, by the hour.
ALTER TABLE "cost_record" ADD COLUMN "user_id" TEXT;

CREATE TABLE "rollup_cost_top" (
    "project_id" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(6) NOT NULL,
    "environment" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "records" BIGINT NOT NULL,
    "amount_nanos" BIGINT NOT NULL,

    CONSTRAINT "rollup_cost_top_pkey" PRIMARY KEY ("project_id", "bucket", "environment", "dimension", "value")
);

-- What was recorded before: each record keeps what was counted of it, so that a later change takes just that back.
CREATE TEMPORARY TABLE "told" ON COMMIT DROP AS
  SELECT c."project_id", c."id", c."rolled", named.dimension, named.value, named.place
  FROM "cost_record" c JOIN "trace" t ON t."project_id" = c."project_id" AND t."trace_id" = c."trace_id"
  CROSS JOIN LATERAL (
    SELECT 'user' AS dimension, t."user_id" AS value, 0 AS place
    UNION ALL SELECT 'session', t."session_id", 1
    UNION ALL SELECT 'tag', tag, 1 + place FROM unnest(t."tags") WITH ORDINALITY AS tags(tag, place)
  ) AS named
  WHERE c."rolled" IS NOT NULL AND named.value IS NOT NULL;

INSERT INTO "rollup_cost_top" ("project_id", "bucket", "environment", "dimension", "value", "records", "amount_nanos")
SELECT "project_id", to_timestamp((("rolled" ->> 0)::bigint / 3600 * 3600)::float8), "rolled" ->> 1, dimension, value, count(*), sum(("rolled" ->> 6)::bigint)
FROM "told" GROUP BY 1, 2, 3, 4, 5;

UPDATE "cost_record" c SET "rolled" = c."rolled" || jsonb_build_array(named.tops)
FROM (SELECT "project_id", "id", jsonb_agg(jsonb_build_array(dimension, value) ORDER BY place) AS tops FROM "told" GROUP BY 1, 2) AS named
WHERE c."project_id" = named."project_id" AND c."id" = named."id";
