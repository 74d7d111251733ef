-- Parts of a call's tokens with a rate of their own, and the tier at which the provider served it. Null where nobody tells.
ALTER TABLE "span"
    ADD COLUMN "cache_write_1h_tokens" BIGINT,
    ADD COLUMN "audio_input_tokens" BIGINT,
    ADD COLUMN "audio_output_tokens" BIGINT,
    ADD COLUMN "image_input_tokens" BIGINT,
    ADD COLUMN "image_output_tokens" BIGINT,
    ADD COLUMN "service_tier" TEXT;
