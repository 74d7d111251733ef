-- What the agent itself said, apart from the verdict: an edit is judged by it again, and a reason must not put words in its mouth.
ALTER TABLE "approval" ADD COLUMN "declared_risk" TEXT NOT NULL DEFAULT 'normal';
-- Of older requests only the verdict is known: taken where the agent may have said it, so that an edit never lowers it.
UPDATE "approval" SET "declared_risk" = "risk" WHERE "reasons" -> 0 ->> 'rule' <> 'seed/unknown-tool-in-production';
ALTER TABLE "approval" ALTER COLUMN "declared_risk" DROP DEFAULT;
