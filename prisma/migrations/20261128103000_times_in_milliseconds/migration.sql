-- What people and agents do is told and decided in milliseconds, as Prisma's client reads and writes it: with more digits in the table, a
-- row would not be found by the time that was read from it. Spans, the audit log and the outbox keep microseconds.
ALTER TABLE "app_user"
  ALTER COLUMN "disabled_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "created_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "password_set_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "user_session"
  ALTER COLUMN "created_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "last_seen_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "expires_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "revoked_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "authenticated_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "project"
  ALTER COLUMN "created_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "membership"
  ALTER COLUMN "created_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "api_key"
  ALTER COLUMN "created_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "last_used_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "revoked_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "expires_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "instance_state"
  ALTER COLUMN "setup_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "login_throttle"
  ALTER COLUMN "window_until" TYPE TIMESTAMPTZ(3);
ALTER TABLE "password_link"
  ALTER COLUMN "created_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "expires_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "used_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "approval"
  ALTER COLUMN "requested_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "expires_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "decided_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "claimed_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "lease_until" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "outcome_at" TYPE TIMESTAMPTZ(3),
  ALTER COLUMN "updated_at" TYPE TIMESTAMPTZ(3);
ALTER TABLE "signing_key"
  ALTER COLUMN "created_at" TYPE TIMESTAMPTZ(3);
