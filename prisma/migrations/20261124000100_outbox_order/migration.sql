-- The transaction that wrote the event. Sequences are taken before commit, so a reader that follows them can pass over a
-- slow transaction's event; a reader that follows transactions cannot.
ALTER TABLE "outbox_event" ADD COLUMN "xact" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint;
CREATE INDEX "outbox_event_xact" ON "outbox_event" ("xact");
