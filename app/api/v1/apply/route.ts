import { applyContract } from '#lib/domain/configuration/contract.ts'
import { applyConfiguration } from '#lib/domain/configuration/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(applyContract, applyConfiguration)
