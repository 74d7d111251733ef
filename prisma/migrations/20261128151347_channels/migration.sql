CREATE TABLE "sealed_value" (
    "project_id" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sealed_value_pkey" PRIMARY KEY ("project_id","ref")
);

CREATE TABLE "delivery" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "message" JSON NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3),
    "last_result" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("project_id","id")
);

CREATE INDEX "delivery_channel" ON "delivery"("project_id", "channel", "created_at" DESC, "id" DESC);

-- Only what still waits is looked through.
CREATE INDEX "delivery_due" ON "delivery"("next_at") WHERE "status" = 'pending';
