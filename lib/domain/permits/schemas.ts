import { z } from 'zod'
import { breakerStates } from '#lib/domain/breakers/rules.ts'
import { evaluateAnswer, maxContent } from '#lib/domain/guardrails/schemas.ts'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { toolCallId } from '#lib/shared/tool-call-id.ts'
import { spanId, traceId } from '#lib/shared/trace-ids.ts'

const name = z.string().trim().min(1).max(200)
const time = z.iso.datetime({ precision: 6 })
const calls = z.int().min(0).max(1_000_000)
const tokens = z.int().min(0).max(1_000_000_000)
const usd = z
  .string()
  .regex(/^(0|[1-9]\d{0,5})(\.\d{1,9})?$/, 'dollars as a decimal string from 0 to 999999, with at most nine decimals')

const amounts = z.strictObject({
  llmCalls: calls.optional(),
  toolCalls: calls.optional(),
  tokens: tokens.optional(),
  usd: usd.optional(),
})

const verdict = z.strictObject({
  name,
  stage: z.enum(['input', 'output', 'tool']),
  outcome: z.enum(['passed', 'flagged', 'blocked']),
  message: z.string().max(2_000).optional(),
})

export const askBody = z
  .strictObject({
    agent: name,
    runId: name,
    step: z.enum(['run', 'llm', 'tool']),
    tool: name.optional().meta({ description: 'With step tool' }),
    arguments: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Arguments of the tool, as they will run' }),
    model: name.optional(),
    estimate: amounts.optional().meta({ description: 'What the step will use; default: one call of its kind' }),
    lease: z
      .strictObject({ seconds: z.int().min(1).max(10) })
      .optional()
      .meta({
        description: 'Reserves the estimate as a lease to spend without asking again; never for dangerous tools',
      }),
    traceId: traceId.optional(),
    spanId: spanId.optional(),
    environment: name.optional().meta({ description: 'Default: production, the strictest' }),
    release: name.optional(),
    userId: name.optional().meta({ description: 'For budgets of a user' }),
    toolCallId: toolCallId.optional().meta({ description: 'Passed on to the request for approval' }),
    rationale: z.string().max(20_000).optional().meta({ description: 'Passed on to the request for approval' }),
    input: z
      .string()
      .max(maxContent)
      .optional()
      .meta({ description: 'The input of the step: guardrails of the stage input check it' }),
    guardrails: z.array(verdict).max(50).optional().meta({ description: 'A verdict that blocks denies the step' }),
    dryRun: z.boolean().optional().meta({ description: 'A dry run: nothing is changed' }),
  })
  .superRefine(({ step, tool }, ctx) => {
    if (step === 'tool' && tool === undefined)
      ctx.addIssue({ code: 'custom', path: ['tool'], message: 'name the tool of the step' })
  })
  .meta({ id: 'PermitRequest' })
export type AskBody = z.output<typeof askBody>

export const decisions = ['allow', 'deny', 'needs_approval', 'fallback'] as const
export type Decision = (typeof decisions)[number]

const reason = z.strictObject({
  rule: z.string(),
  message: z.string(),
  by: z.string().optional().meta({ description: 'Name of the breaker, budget or guardrail that denied' }),
  limit: z.string().optional(),
  used: z.string().optional(),
  resetsAt: time.optional(),
})
export type Reason = z.output<typeof reason>

const count = z.int().nullable()
const remaining = z
  .strictObject({ llmCalls: count, toolCalls: count, tokens: count, usd: z.string().nullable(), seconds: count })
  .meta({ description: 'What is left to the run; null: no limit' })

export const permitAnswer = z
  .strictObject({
    id: z.string().nullable().meta({ description: 'Null for a dry run' }),
    decision: z.enum(decisions),
    reasons: z.array(reason),
    remaining,
    breaker: z.strictObject({ state: z.enum(breakerStates), epoch: z.int() }),
    release: z.string().nullable(),
    reservation: z.strictObject({ id: z.string(), leaseUntil: time }).nullable(),
    guardrails: evaluateAnswer
      .nullable()
      .meta({ description: 'Results of the guardrails for input or arguments; null: none applied' }),
    approvalId: z.string().nullable(),
    fallback: z.string().nullable().meta({ description: 'The workflow to use instead' }),
  })
  .meta({ id: 'Permit' })
export type PermitAnswer = z.output<typeof permitAnswer>

const tellBody = z.strictObject({
  status: z.enum(['ok', 'error', 'timeout', 'cancelled', 'unused']),
  usage: amounts
    .optional()
    .meta({ description: 'What was actually used; fields that are left out count as estimated' }),
  durationMs: z.int().min(0).max(604_800_000).optional(),
  error: z.string().max(20_000).optional(),
  retryAfterSeconds: z.int().min(1).max(86_400).optional().meta({
    description: 'Retry-After of the failing service: a breaker that this outcome opens stays open for this long',
  }),
})
export type TellBody = z.output<typeof tellBody>

export const outcomeBody = tellBody.extend({
  output: z
    .string()
    .max(maxContent)
    .optional()
    .meta({ description: 'The output of the step: guardrails check it. Not stored' }),
})

export type OutcomeBody = z.output<typeof outcomeBody>

const tellAnswer = z.strictObject({
  id: z.string(),
  status: tellBody.shape.status,
  late: z.boolean().meta({ description: 'It was reported after the lease had ended: charged, even beyond a limit' }),
  charged: z.strictObject({ llmCalls: z.int(), toolCalls: z.int(), tokens: z.int(), usd: z.string() }),
  remaining,
})
export type TellAnswer = z.output<typeof tellAnswer>

export const outcomeAnswer = tellAnswer.extend({
  guardrails: evaluateAnswer
    .nullable()
    .meta({ description: 'Results of the guardrails for the output; null: none applied' }),
})

export const extendBody = z.strictObject({ seconds: z.int().min(1).max(3_600) })
export const extendAnswer = z.strictObject({ leaseUntil: time })

export const endBody = z.strictObject({
  agent: name.optional().meta({ description: 'Default: that of the key, or all that have a run of this name' }),
})
export const endAnswer = z.strictObject({
  runId: z.string(),
  runs: z.array(
    z.strictObject({
      agent: z.string(),
      used: z.strictObject({ llmCalls: z.int(), toolCalls: z.int(), tokens: z.int(), usd: z.string() }),
      released: z.int().meta({ description: 'Permits whose reservation was released' }),
    }),
  ),
})

const permitStatuses = ['open', 'waiting', 'settled', 'freed', 'refused'] as const

export const permitItem = z
  .strictObject({
    id: z.string(),
    ...{ agent: z.string(), runId: z.string(), step: z.enum(['run', 'llm', 'tool']), tool: z.string().nullable() },
    ...{ model: z.string().nullable(), environment: z.string(), release: z.string().nullable() },
    ...{ traceId: z.string().nullable(), spanId: z.string().nullable() },
    decision: z.enum(decisions),
    status: z.enum(permitStatuses).meta({ description: 'freed: its lease ended without an outcome' }),
    reasons: z.array(reason),
    estimatedUsd: z.string().nullable().meta({ description: 'As given in the request; null: not given' }),
    approvalId: z.string().nullable(),
    askedAt: time,
    settledAt: time.nullable(),
    outcome: tellBody.shape.status.nullable(),
    charged: tellAnswer.shape.charged.nullable(),
    late: z.boolean().meta({ description: 'Its outcome came after the lease' }),
  })
  .meta({ id: 'PermitRecord' })
export type PermitItem = z.output<typeof permitItem>
export const permitPage = pageOf(permitItem)

export const permitQuery = z.strictObject({
  runId: name.optional(),
  traceId: traceId.optional(),
  agent: name.optional(),
  status: z.enum(permitStatuses).optional(),
  refusedBy: name.optional().meta({ description: 'Name of the breaker, budget or guardrail' }),
  ...paging,
})

const hours = z.coerce
  .number()
  .int()
  .min(1)
  .max(24 * 92)
  .default(24)
export const denialQuery = z.strictObject({
  hours: hours.meta({ description: 'How many hours back, in whole hours of UTC' }),
  agent: name.optional(),
  environment: name.optional(),
})
export const denialAnswer = z
  .strictObject({
    from: time,
    items: z.array(
      z.strictObject({
        rule: z.string(),
        name: z.string().nullable().meta({ description: 'Name of the breaker, budget or guardrail; null: a default' }),
        denied: z.int(),
        fallback: z.int().meta({ description: 'Answered with another workflow' }),
        asked: z.int().meta({ description: 'A person was asked to add to the limit' }),
        usd: z.string().nullable().meta({ description: 'What they would have cost; null if no step said' }),
        unpriced: z.int().meta({ description: 'Of them, those that did not say what they would cost' }),
      }),
    ),
  })
  .meta({ id: 'Refusals' })
export type Denials = z.output<typeof denialAnswer>

const amount = z.string().nullable()
const runUse = z.strictObject({
  agent: z.string(),
  runId: z.string(),
  tool: z.string().nullable().meta({ description: 'Where a limit counts the calls of one tool' }),
  budget: z.string().nullable().meta({ description: 'The budget whose limits hold; null: the defaults' }),
  state: z.enum(['working', 'waiting', 'idle', 'ended']).meta({ description: 'waiting: for a person' }),
  measures: z.array(
    z.strictObject({
      measure: z.enum(['llmCalls', 'toolCalls', 'tokens', 'usd', 'seconds']),
      used: z.string(),
      reserved: z.string(),
      limit: amount.meta({ description: 'With what a person has added; null: none' }),
    }),
  ),
  traceId: z.string().nullable(),
})
export type RunBudgetUse = z.output<typeof runUse>

const periodUse = z.strictObject({
  slug: z.string(),
  from: time,
  to: time,
  spentUsd: z.string(),
  reservedUsd: z.string(),
  forecastUsd: amount.meta({
    description: 'Spent ÷ the share of the period that has passed; null in its first hour',
  }),
  past: z
    .array(z.strictObject({ from: time, spentUsd: amount }))
    .meta({ description: 'Earlier periods, oldest first' }),
})
export type PeriodBudgetUse = z.output<typeof periodUse>

export const budgetUseQuery = z.strictObject({ runId: name.optional(), agent: name.optional() })
export const budgetUse = z
  .strictObject({
    askedAt: time,
    runs: z.array(runUse).meta({ description: 'Runs that have a permit now, or had a step denied recently' }),
    periods: z.array(periodUse),
    rates: z.array(z.strictObject({ slug: z.string(), used: z.int(), permits: z.int(), perSeconds: z.int() })),
  })
  .meta({ id: 'BudgetUse' })

export const recordQuery = z.strictObject({
  kind: z.enum(['refused', 'late']).default('refused').meta({ description: 'late: outcomes after the lease' }),
  agent: name.optional(),
  runId: name.optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...paging,
})
export const recordPage = pageOf(
  z.strictObject({ id: z.string(), record: z.string().meta({ description: 'Compact JWS, typ holdpoint-permit+jwt' }) }),
)
