import { takeStepContract } from '#lib/domain/runbooks/contract.ts'
import { takeStep } from '#lib/domain/runbooks/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(takeStepContract, takeStep)
