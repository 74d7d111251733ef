import { listSuites } from '#lib/domain/evals/index.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(suiteConfig.list, listSuites)
