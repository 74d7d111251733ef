import { importPromptfoo } from '#lib/domain/evals/index.ts'
import { importPromptfooContract } from '#lib/domain/evals/runs/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(importPromptfooContract, importPromptfoo)
