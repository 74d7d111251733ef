import { importJunitContract } from '#lib/domain/evals/contract.ts'
import { importJunit } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importJunitContract, importJunit)
