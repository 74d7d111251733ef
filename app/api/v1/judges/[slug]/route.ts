import { judgeConfig } from '#lib/domain/judges/contract.ts'
import { archiveJudge, getJudge, putJudge } from '#lib/domain/judges/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(judgeConfig.get, getJudge)
export const PUT = handle(judgeConfig.put, putJudge)
export const DELETE = handle(judgeConfig.archive, archiveJudge)
