-- AlterTable
ALTER TABLE "judge_call" ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "held_nanos" BIGINT;

-- CreateTable
CREATE TABLE "judge_day" (
    "project_id" TEXT NOT NULL,
    "judge" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "counted_nanos" BIGINT NOT NULL,

    CONSTRAINT "judge_day_pkey" PRIMARY KEY ("project_id","judge","day")
);

-- Until now a call was written down when it had ended.
UPDATE "judge_call" SET "ended_at" = "at";

-- What this day has cost so far still counts.
INSERT INTO "judge_day" ("project_id", "judge", "day", "counted_nanos")
SELECT "project_id", "judge", ("at" AT TIME ZONE 'UTC')::date, COALESCE(SUM("cost_nanos"), 0)
FROM "judge_call" WHERE "at" > now() - interval '2 days' GROUP BY 1, 2, 3;
