-- One key an endpoint: a client that uses its tool call's id for the request, the claim and the outcome means three.
-- `operation` is method and path, so no two rows of the old key can collide in the new one.
ALTER TABLE "idempotent_request" DROP CONSTRAINT "idempotent_request_pkey",
    ADD CONSTRAINT "idempotent_request_pkey" PRIMARY KEY ("project_id", "caller", "operation", "key");
