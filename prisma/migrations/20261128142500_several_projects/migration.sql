-- Several projects: each has a name for addresses, and a person is locked out of one project, not of the instance.
ALTER TABLE "project"
    ADD COLUMN "slug" TEXT NOT NULL DEFAULT (gen_random_uuid())::text,
    ADD COLUMN "demo" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "created_by" TEXT,
    ADD COLUMN "removed_at" TIMESTAMPTZ(3),
    ADD COLUMN "emptied_at" TIMESTAMPTZ(3);
UPDATE "project" SET "slug" = "id";
CREATE UNIQUE INDEX "project_slug" ON "project" ("slug");

ALTER TABLE "membership" ADD COLUMN "disabled_at" TIMESTAMPTZ(3);
UPDATE "membership" m SET "disabled_at" = u."disabled_at" FROM "app_user" u WHERE u."id" = m."user_id";
ALTER TABLE "app_user" DROP COLUMN "disabled_at";
