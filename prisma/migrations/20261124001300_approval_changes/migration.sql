-- What was decided is listed by what changed last.
CREATE INDEX "approval_changed" ON "approval" ("project_id", "updated_at" DESC, "id");
