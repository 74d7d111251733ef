import { archiveSuite, getSuite, putSuite } from '#lib/domain/evals/index.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(suiteConfig.get, getSuite)
export const PUT = handle(suiteConfig.put, putSuite)
export const DELETE = handle(suiteConfig.archive, archiveSuite)
