import { judgeReportContract } from '#lib/domain/judges/contract.ts'
import { reportJudge } from '#lib/domain/judges/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(judgeReportContract, reportJudge)
