-- What a project pays for a model, said once and for all: a row for each time that somebody said it, and none changes.
-- From valid_from on the last row said holds; ends: from then on the price list's own price holds again. Nano-dollars per
-- million tokens; null: as input.
CREATE TABLE "price_version" (
    "project_id" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "ends" BOOLEAN NOT NULL DEFAULT false,
    "provider" TEXT,
    "input_nanos" BIGINT NOT NULL,
    "output_nanos" BIGINT NOT NULL,
    "cached_input_nanos" BIGINT,
    "cache_write_nanos" BIGINT,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "set_by" TEXT NOT NULL,
    CONSTRAINT "price_version_pkey" PRIMARY KEY ("project_id", "model", "revision")
);
