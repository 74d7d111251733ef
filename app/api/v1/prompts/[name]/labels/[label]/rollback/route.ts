import { rollBackLabelContract } from '#lib/domain/prompts/contract.ts'
import { rollBackLabel } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(rollBackLabelContract, rollBackLabel)
