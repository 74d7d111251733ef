import { labelOutputContract } from '#lib/domain/judges/contract.ts'
import { labelOutput } from '#lib/domain/judges/index.ts'
import { handle } from '#lib/http/handle.ts'

export const PUT = handle(labelOutputContract, labelOutput)
