-- What people set about agents, tools and later budgets, alerts and the like: one row each, archived rather than deleted.
CREATE TABLE "config_object" (
  "project_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "alias" TEXT NOT NULL,
  "body" JSON NOT NULL,
  "revision" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT,
  "updated_by_label" TEXT NOT NULL,
  "archived_at" TIMESTAMPTZ(3),
  CONSTRAINT "config_object_pkey" PRIMARY KEY ("project_id", "kind", "slug")
);
CREATE INDEX "config_object_alias" ON "config_object" ("project_id", "kind", "alias");

-- Which agents and tools traces have shown, and when first and last: found by skipping from name to name, not by reading every hour.
CREATE INDEX "rollup_agent_seen" ON "rollup" ("project_id", "agent", "framework", "environment", "release", "bucket") WHERE "grain" = 3600 AND "agent" <> '';
CREATE INDEX "rollup_tool_seen" ON "rollup" ("project_id", "tool", "agent", "kind", "bucket") WHERE "grain" = 3600 AND "tool" <> '';
