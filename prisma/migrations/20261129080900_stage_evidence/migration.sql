-- A stage that a person refused named its request a second time, in the evidence that a deployer gives: such a run could not be read.
UPDATE "pipeline_stage" SET "evidence" = NULL WHERE "evidence" ->> 'approvalId' IS NOT NULL;
