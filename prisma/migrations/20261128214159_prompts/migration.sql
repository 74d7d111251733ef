-- A prompt: what holds for all of its versions.
CREATE TABLE "prompt" (
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "latest" INTEGER NOT NULL,
    "description" TEXT,
    "suite" TEXT,
    "guarded_labels" TEXT[],
    "expects" JSON NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    CONSTRAINT "prompt_pkey" PRIMARY KEY ("project_id", "name")
);
-- A version is never changed.
CREATE TABLE "prompt_version" (
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "template" JSON NOT NULL,
    "variables" TEXT[],
    "model" TEXT,
    "parameters" JSON NOT NULL,
    "tags" TEXT[],
    "note" TEXT,
    "digest" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    CONSTRAINT "prompt_version_pkey" PRIMARY KEY ("project_id", "name", "version")
);
CREATE TABLE "prompt_label" (
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_by" TEXT NOT NULL,
    CONSTRAINT "prompt_label_pkey" PRIMARY KEY ("project_id", "name", "label")
);
-- One move of a label: done, or waiting for a person, or refused.
CREATE TABLE "prompt_label_move" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "from_version" INTEGER,
    "to_version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "on_revision" INTEGER NOT NULL,
    "reason" TEXT,
    "approval_id" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "result" TEXT,
    CONSTRAINT "prompt_label_move_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "prompt_label_move_of" ON "prompt_label_move"("project_id", "name", "asked_at" DESC, "id" DESC);
-- An eval run that was made with a version.
CREATE TABLE "prompt_eval" (
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "run_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    CONSTRAINT "prompt_eval_pkey" PRIMARY KEY ("project_id", "name", "version", "run_id")
);
-- What one trace did with one version of a prompt, as its spans name it.
CREATE TABLE "prompt_use" (
    "project_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "environment" TEXT NOT NULL,
    "calls" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "unpriced" BIGINT NOT NULL,
    "timed" BIGINT NOT NULL,
    "duration_us" BIGINT NOT NULL,
    CONSTRAINT "prompt_use_pkey" PRIMARY KEY ("project_id", "trace_id", "prompt", "version")
);
CREATE INDEX "prompt_use_of" ON "prompt_use"("project_id", "prompt", "version", "hour");
-- The same by the hour.
CREATE TABLE "prompt_hour" (
    "project_id" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "traces" BIGINT NOT NULL,
    "calls" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "cost_nanos" BIGINT NOT NULL,
    "unpriced" BIGINT NOT NULL,
    "timed" BIGINT NOT NULL,
    "duration_us" BIGINT NOT NULL,
    CONSTRAINT "prompt_hour_pkey" PRIMARY KEY ("project_id", "prompt", "version", "environment", "hour")
);
CREATE INDEX "prompt_hour_at" ON "prompt_hour"("project_id", "hour");
-- One check of a RAG pipeline, computed from the evidence that was sent.
CREATE TABLE "rag_check" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "checks" JSON NOT NULL,
    "k" INTEGER,
    "queries" INTEGER NOT NULL,
    "recall" DOUBLE PRECISION,
    "precision" DOUBLE PRECISION,
    "mrr" DOUBLE PRECISION,
    "ndcg" DOUBLE PRECISION,
    "hit_rate" DOUBLE PRECISION,
    "stated" JSON NOT NULL,
    "registered" JSON,
    "release" TEXT,
    "commit" TEXT,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_by" TEXT NOT NULL,
    CONSTRAINT "rag_check_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "rag_check_newest" ON "rag_check"("project_id", "checked_at" DESC, "id" DESC);
CREATE INDEX "rag_check_pipeline" ON "rag_check"("project_id", "pipeline", "checked_at" DESC, "id" DESC);
CREATE TABLE "rag_query" (
    "project_id" TEXT NOT NULL,
    "check_id" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "text" TEXT,
    "retrieved" TEXT[],
    "expected" TEXT[],
    "recall" DOUBLE PRECISION NOT NULL,
    "precision" DOUBLE PRECISION NOT NULL,
    "rr" DOUBLE PRECISION NOT NULL,
    "ndcg" DOUBLE PRECISION NOT NULL,
    CONSTRAINT "rag_query_pkey" PRIMARY KEY ("project_id", "check_id", "query")
);
CREATE INDEX "rag_query_worst" ON "rag_query"("project_id", "check_id", "recall", "query");
-- What retriever spans of a pipeline showed in an hour.
CREATE TABLE "rag_hour" (
    "project_id" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "retrievals" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "told" BIGINT NOT NULL,
    "empty" BIGINT NOT NULL,
    "scored" BIGINT NOT NULL,
    "score_sum" DOUBLE PRECISION NOT NULL,
    "score_sum2" DOUBLE PRECISION NOT NULL,
    "sample" TEXT,
    CONSTRAINT "rag_hour_pkey" PRIMARY KEY ("project_id", "pipeline", "hour")
);
-- Moves of labels that wait for a person.
CREATE INDEX "prompt_label_move_waiting" ON "prompt_label_move"("project_id") WHERE "state" = 'waiting';
-- Retrievals by time.
CREATE INDEX "span_retriever" ON "span"("project_id", "start_us") WHERE "kind" = 'retriever';
