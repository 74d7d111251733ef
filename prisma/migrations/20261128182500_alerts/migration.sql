CREATE TABLE "alert_cursor" (
    "project_id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "rule_revision" INTEGER NOT NULL,
    "evaluated_until" TIMESTAMPTZ(3) NOT NULL,
    "fault" TEXT,

    CONSTRAINT "alert_cursor_pkey" PRIMARY KEY ("project_id","rule")
);

CREATE TABLE "alert_instance" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "label_key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3),
    "told" BOOLEAN NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "incident_id" TEXT,

    CONSTRAINT "alert_instance_pkey" PRIMARY KEY ("project_id","id")
);

CREATE UNIQUE INDEX "alert_instance_project_id_rule_label_key_key" ON "alert_instance"("project_id", "rule", "label_key");

CREATE INDEX "alert_instance_state" ON "alert_instance"("project_id", "state", "since" DESC, "id" DESC);

CREATE TABLE "alert_silence" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "rule" TEXT,
    "labels" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "alert_silence_pkey" PRIMARY KEY ("project_id","id")
);

CREATE INDEX "alert_silence_created" ON "alert_silence"("project_id", "created_at" DESC, "id" DESC);

-- What a rule on failed deliveries counts.
CREATE INDEX "delivery_failed" ON "delivery"("project_id", "last_at") WHERE "status" = 'failed';
