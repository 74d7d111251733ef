import { resumeRolloutContract } from '#lib/domain/rollouts/contract.ts'
import { resumeRollout } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(resumeRolloutContract, resumeRollout)
