import { moveLabelContract } from '#lib/domain/prompts/contract.ts'
import { moveLabel } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const PUT = handle(moveLabelContract, moveLabel)
