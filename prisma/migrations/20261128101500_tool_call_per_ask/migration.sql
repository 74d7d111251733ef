-- Models number their tool calls anew each turn (`delete_resource:0`): the id names one call only together with what was asked, and only
-- until that request is settled. The digest of the ask stays as it was when a person edits the arguments, `digest` then changes.
ALTER TABLE "approval" ADD COLUMN "asked_digest" TEXT;
UPDATE "approval" SET "asked_digest" = "digest" WHERE "decision_kind" IS DISTINCT FROM 'edit';
-- Of edited ones it is computed again from the canonical text (RFC 8785: names in order, no spaces) with the arguments as they were asked for.
UPDATE "approval" SET "asked_digest" = 'sha256:' || encode(sha256(convert_to(
    '{"agent":' || to_json("agent")::text || ',"arguments":' || "original_arguments" || ',"environment":' || to_json("environment")::text
    || ',"project":' || to_json("project_id")::text
    || ',"release":' || COALESCE(to_json("subject"::jsonb ->> 'release')::text, 'null')
    || ',"run":' || COALESCE(to_json("subject"::jsonb ->> 'run')::text, 'null')
    || ',"tool":' || to_json("tool")::text
    || ',"toolVersion":' || COALESCE(to_json("subject"::jsonb ->> 'toolVersion')::text, 'null') || '}', 'UTF8')), 'hex')
  WHERE "decision_kind" = 'edit';
-- Two keys may have asked for the same call before now: the newest of these requests answers a repeat, the others none.
UPDATE "approval" a SET "asked_digest" = NULL
  WHERE "tool_call_id" IS NOT NULL AND "status" IN ('pending', 'approved', 'claimed', 'unknown') AND EXISTS (
    SELECT 1 FROM "approval" b WHERE b."project_id" = a."project_id" AND b."tool_call_id" = a."tool_call_id"
      AND b."asked_digest" = a."asked_digest" AND b."status" IN ('pending', 'approved', 'claimed', 'unknown')
      AND (b."requested_at", b."id") > (a."requested_at", a."id"));
DROP INDEX "approval_tool_call";
CREATE UNIQUE INDEX "approval_open_ask" ON "approval" ("project_id", "tool_call_id", "asked_digest")
  WHERE "tool_call_id" IS NOT NULL AND "status" IN ('pending', 'approved', 'claimed', 'unknown');
