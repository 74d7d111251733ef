import { judgeConfig } from '#lib/domain/judges/contract.ts'
import { listJudges } from '#lib/domain/judges/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(judgeConfig.list, listJudges)
