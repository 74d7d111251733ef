-- When this session last proved the password: critical decisions, keys, policies and members need a fresh proof.
ALTER TABLE "user_session" ADD COLUMN "authenticated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now();
UPDATE "user_session" SET "authenticated_at" = "created_at";

-- Null until an invited person has chosen a password; such a person cannot sign in and counts as no administrator.
ALTER TABLE "app_user" ADD COLUMN "password_set_at" TIMESTAMPTZ(6);
UPDATE "app_user" SET "password_set_at" = "created_at";

ALTER TABLE "api_key" ADD COLUMN "expires_at" TIMESTAMPTZ(6);

-- A one-time link by which a person chooses a password: an invitation, or a way back in. Global like the people it is for.
CREATE TABLE "password_link" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    CONSTRAINT "password_link_pkey" PRIMARY KEY ("token_hash"),
    CONSTRAINT "password_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "password_link_user_id" ON "password_link" ("user_id");

-- The audit page filters by who, what and when, newest first.
CREATE INDEX "audit_event_actor" ON "audit_event" ("project_id", "actor_id", "seq");
CREATE INDEX "audit_event_action" ON "audit_event" ("project_id", "action", "seq");
CREATE INDEX "audit_event_at" ON "audit_event" ("project_id", "at");
