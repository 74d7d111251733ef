import { readForecastContract } from '#lib/domain/costs/contract.ts'
import { readForecast } from '#lib/domain/costs/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(readForecastContract, readForecast)
