CREATE TABLE "demo_fleet" (
    "project_id" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "live_from" TIMESTAMPTZ(3) NOT NULL,
    "days" INTEGER NOT NULL,
    "filled_days" INTEGER NOT NULL DEFAULT 0,
    "live" BOOLEAN NOT NULL DEFAULT true,
    "failure" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "demo_fleet_pkey" PRIMARY KEY ("project_id")
);
