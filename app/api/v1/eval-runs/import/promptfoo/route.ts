import { importPromptfooContract } from '#lib/domain/evals/contract.ts'
import { importPromptfoo } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importPromptfooContract, importPromptfoo)
