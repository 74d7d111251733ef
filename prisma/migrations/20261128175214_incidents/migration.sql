-- Something that people have to look into, from its opening to its summary.
CREATE TABLE "incident" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    "agent" TEXT,
    "tool" TEXT,
    "environment" TEXT,
    "open_key" TEXT,
    "source_kind" TEXT NOT NULL,
    "source_id" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" TEXT NOT NULL,
    "owner_id" TEXT,
    "owner_label" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "summary" TEXT,
    CONSTRAINT "incident_pkey" PRIMARY KEY ("project_id", "id")
);
CREATE INDEX "incident_opened_at" ON "incident" ("project_id", "opened_at" DESC, "id" DESC);
-- One for each cause and scope, as long as it is not resolved: whoever comes second joins it.
CREATE UNIQUE INDEX "incident_open" ON "incident" ("project_id", "open_key") WHERE "state" <> 'resolved';
CREATE INDEX "incident_unresolved" ON "incident" ("project_id", "opened_at") WHERE "state" <> 'resolved';

-- What was added to an incident: what a rule saw, and what a person wrote. It is never changed.
CREATE TABLE "incident_entry" (
    "project_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_label" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "source_kind" TEXT,
    "source_id" TEXT,
    "evidence" JSONB,
    CONSTRAINT "incident_entry_pkey" PRIMARY KEY ("project_id", "incident_id", "id")
);
CREATE INDEX "incident_entry_source" ON "incident_entry" ("project_id", "source_kind", "source_id", "at" DESC);
