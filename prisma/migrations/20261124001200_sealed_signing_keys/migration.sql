-- Whoever could read the database could sign receipts. Private keys are sealed with the instance's secret from here on;
-- those that lay open are gone. Their public halves stay, so that receipts made with them can still be verified.
UPDATE "signing_key" SET "active" = false;
ALTER TABLE "signing_key" DROP COLUMN "private_jwk", ADD COLUMN "private_jwe" TEXT;
