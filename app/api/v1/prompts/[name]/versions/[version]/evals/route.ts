import { addEvidenceContract } from '#lib/domain/prompts/contract.ts'
import { addEvidence } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(addEvidenceContract, addEvidence)
