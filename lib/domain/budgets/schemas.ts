import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'

const name = z.string().trim().min(1).max(200)
/** A dollar limit above this is a mistake. */
const usd = z
  .string()
  .regex(/^(0|[1-9]\d{0,8})(\.\d{1,9})?$/, 'dollars as a decimal string of at least 0, with at most nine decimals')
const calls = z.int().min(0).max(1_000_000)

export const budgetFields = {
  kind: z.enum(['run', 'period', 'rate']).meta({ title: 'Kind' }),
  agent: optional(name).meta({ title: 'Agent' }),
  environment: optional(name).meta({ title: 'Environment' }),
  tool: optional(name).meta({ title: 'Tool' }),
  release: optional(name).meta({ title: 'Release' }),
  user: optional(name).meta({ title: 'User' }),
  key: optional(name).meta({ title: 'Key', description: 'Id of an API key' }),
  llmCalls: optional(calls).meta({ title: 'Model calls', description: 'Per run; default: 10' }),
  toolCalls: optional(calls).meta({ title: 'Tool calls', description: 'Per run; default: 20' }),
  tokens: optional(z.int().min(0).max(1_000_000_000)).meta({
    title: 'Tokens',
    description: 'Per run; default: 50,000',
  }),
  seconds: optional(z.int().min(0).max(604_800)).meta({
    title: 'Seconds of work',
    description: 'Per run, not counting the time it waits for people; default: 300',
  }),
  usd: optional(usd).meta({ title: 'USD', description: 'Per run; default: no limit' }),
  onExceed: optional(z.enum(['deny', 'ask', 'fallback'])).meta({
    title: 'On crossing',
    description: 'Per run; default: deny. ask: a person may raise the limit of this run',
  }),
  period: optional(z.enum(['day', 'week', 'month'])).meta({ title: 'Period', description: 'UTC; weeks from Monday' }),
  softUsd: optional(usd).meta({ title: 'Soft limit', description: 'Tells' }),
  hardUsd: optional(usd).meta({ title: 'Hard limit', description: 'Denies' }),
  permits: optional(z.int().min(1).max(1_000_000)).meta({ title: 'Permits' }),
  perSeconds: optional(z.int().min(1).max(86_400)).meta({ title: 'Per seconds' }),
}
export type BudgetFields = z.output<z.ZodObject<typeof budgetFields>>
export interface Budget extends BudgetFields {
  slug: string
  /** For a limit that nobody has set: where it comes from. The limit follows these words. */
  why?: string
}

/** The fields that a budget of each kind has. */
export const fieldsOfKind: Record<BudgetFields['kind'], readonly (keyof BudgetFields)[]> = {
  run: ['agent', 'environment', 'tool', 'llmCalls', 'toolCalls', 'tokens', 'seconds', 'usd', 'onExceed'],
  period: ['period', 'agent', 'release', 'user', 'softUsd', 'hardUsd'],
  rate: ['agent', 'tool', 'key', 'permits', 'perSeconds'],
}
