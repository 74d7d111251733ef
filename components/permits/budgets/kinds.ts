import type { Budget } from '#lib/domain/budgets/schemas.ts'

export type Kind = Budget['kind']
export const kinds = ['period', 'run', 'rate'] as const satisfies readonly Kind[]
export const kindWords: Record<Kind, string> = { period: 'Cost', run: 'Run', rate: 'Rate' }
