-- What an executor says after its claim had lapsed: evidence beside the state, which a person settles.
ALTER TABLE "approval" ADD COLUMN "late_report" JSONB;
ALTER TABLE "approval" ADD COLUMN "claimer_label" TEXT;

-- The inbox reads what waits, in order of expiry, however much is decided behind it.
DROP INDEX "approval_waiting";
CREATE INDEX "approval_open" ON "approval" ("project_id", "expires_at", "id") WHERE "status" IN ('pending', 'unknown');
CREATE INDEX "approval_by_status" ON "approval" ("project_id", "status", "requested_at" DESC, "id");
-- The sweep looks each second, over all projects: it must find only what is due.
CREATE INDEX "approval_expiring" ON "approval" ("expires_at") WHERE "status" IN ('pending', 'approved');
CREATE INDEX "approval_lapsing" ON "approval" ("lease_until") WHERE "status" = 'claimed';
