import { z } from 'zod'

// What suites, runs, verdicts and proposals have in common.

export const levels = ['unit', 'integration', 'evaluation'] as const
export const modes = ['mocked', 'real'] as const
export const verdicts = ['pass', 'fail', 'inconclusive'] as const

export const name = z.string().trim().min(1).max(200)
export const share = z.number().min(0).max(1)
export const time = z.iso.datetime({ precision: 6 })
export const usd = z.string()
export const idParams = z.strictObject({ id: z.string().min(1).max(60) })
