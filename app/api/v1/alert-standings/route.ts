import { listStandingsContract } from '#lib/domain/alerts/contract.ts'
import { listStandings } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listStandingsContract, listStandings)
