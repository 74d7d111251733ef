import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { spanId, traceId } from '#lib/shared/trace-ids.ts'

export const stages = ['input', 'output', 'tool'] as const
export const actions = ['flag', 'block', 'redact', 'steer'] as const
export type Action = (typeof actions)[number]
export const severities = ['info', 'warning', 'critical'] as const
export type Severity = (typeof severities)[number]

/** `a.b[0].c`: a member of the arguments; `*` stands for every member or item. */
const argumentPath = z
  .string()
  .max(200)
  .regex(/^[\w*-]+(\.[\w*-]+|\[(\d+|\*)\])*$/, 'a path such as resource.name or items[*].id')

const scalar = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()])

/** What an argument must satisfy. */
const argumentRule = z.discriminatedUnion('op', [
  z.strictObject({ path: argumentPath, op: z.enum(['equals', 'not-equals']), value: scalar }),
  z.strictObject({ path: argumentPath, op: z.enum(['in', 'not-in']), value: z.array(scalar).min(1).max(200) }),
  z.strictObject({ path: argumentPath, op: z.enum(['at-least', 'at-most']), value: z.number() }),
  z.strictObject({
    path: argumentPath,
    op: z.enum(['begins-with', 'matches', 'not-matches']),
    value: z.string().min(1).max(1_000),
  }),
  z.strictObject({ path: argumentPath, op: z.literal('present') }),
])
export type ArgumentRule = z.output<typeof argumentRule>

const personalDataKinds = [
  'e-mail address',
  'payment card',
  'IBAN',
  'US social security number',
  'phone number',
  'IP address',
] as const
export type PersonalDataKind = (typeof personalDataKinds)[number]

/** What each check can be told. */
export const checkSettings = {
  size: z.strictObject({ maxCharacters: z.int().min(1).max(10_000_000) }),
  schema: z.strictObject({ schema: z.record(z.string(), z.unknown()) }),
  pattern: z.strictObject({
    patterns: z.array(z.string().min(1).max(1_000)).min(1).max(50),
    caseSensitive: z.boolean().default(false),
  }),
  secrets: z.strictObject({}),
  'personal-data': z.strictObject({ kinds: z.array(z.enum(personalDataKinds)).min(1).optional() }),
  arguments: z.strictObject({ rules: z.array(argumentRule).min(1).max(50) }),
} as const
type Check = keyof typeof checkSettings
const checks = Object.keys(checkSettings) as [Check, ...Check[]]

const name = z.string().trim().min(1).max(200)

/** A guardrail as it is configured; `settings` are those of its check. */
export const guardrailFields = {
  stage: z
    .enum(stages)
    .meta({ title: 'Stage', description: 'What is checked: input, output, or the arguments of a tool' }),
  agent: optional(name).meta({ title: 'Agent', description: 'Default: every agent' }),
  tool: optional(name).meta({ title: 'Tool', description: 'Default: every tool' }),
  check: z.enum(checks).meta({ title: 'Check' }),
  settings: z.record(z.string(), z.unknown()).default({}).meta({ title: 'Settings', description: 'Of the check' }),
  action: z.enum(actions).meta({
    title: 'Action',
    description: 'redact: findings are removed. steer: denied, with the message as advice to the agent',
  }),
  message: optional(z.string().max(2_000)).meta({ title: 'Message', description: 'What the agent reads' }),
  severity: z.enum(severities).default('warning').meta({ title: 'Severity' }),
  onError: z.enum(['block', 'allow']).default('block').meta({ title: 'When the guardrail itself fails' }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
}

type Fields = z.output<z.ZodObject<typeof guardrailFields>>
/** A guardrail with the settings of its check, read. */
export type Guardrail = {
  [C in Check]: Omit<Fields, 'check' | 'settings'> & {
    slug: string
    check: C
    settings: z.output<(typeof checkSettings)[C]>
  }
}[Check]

const outcomes = ['passed', 'flagged', 'blocked', 'redacted'] as const
export type Outcome = (typeof outcomes)[number]

/** Longest content that is looked at; a longer one is invalid, not cut. */
export const maxContent = 2_000_000

export const evaluateBody = z.strictObject({
  agent: name,
  stage: z.enum(stages),
  content: z.string().max(maxContent).meta({ description: 'Text; the arguments of a tool as JSON' }),
  tool: name.optional(),
  environment: name.optional(),
  release: name.optional(),
  traceId: traceId.optional(),
  spanId: spanId.optional(),
  dryRun: z.boolean().optional().meta({ description: 'A dry run: nothing is stored or counted' }),
})
export type EvaluateBody = z.output<typeof evaluateBody>

export const evaluateAnswer = z
  .strictObject({
    outcome: z.enum(outcomes),
    content: z.string().nullable().meta({ description: 'What to continue with; null if it is blocked' }),
    results: z.array(
      z.strictObject({
        slug: z.string(),
        outcome: z.enum(outcomes),
        severity: z.enum(severities),
        message: z
          .string()
          .nullable()
          .meta({ description: 'The reason, or the advice. Never the text that was found' }),
      }),
    ),
  })
  .meta({ id: 'GuardrailEvaluation' })

const reportedEvent = z
  .strictObject({
    id: name.optional().meta({ description: 'Chosen by you: the same id again is the same event' }),
    name: name.meta({ description: 'Of the guardrail, as its own system calls it' }),
    stage: z.enum(stages),
    outcome: z.enum(outcomes),
    severity: z.enum(severities).default('warning'),
    agent: name,
    environment: name.optional(),
    release: name.optional(),
    tool: name.optional(),
    traceId: traceId.optional(),
    spanId: spanId.optional(),
    message: z.string().max(2_000).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    at: instant.optional().meta({ description: 'Default: now' }),
  })
  .meta({ id: 'GuardrailReport' })

export const reportBody = z.union([reportedEvent, z.strictObject({ events: z.array(reportedEvent).min(1).max(500) })])
export const importQuery = z.strictObject({
  agent: name,
  id: name.optional().meta({ description: 'Of the call: the same again is the same call' }),
  stage: z.enum(stages).optional().meta({ description: 'If the gateway does not report it' }),
  environment: name.optional(),
  release: name.optional(),
  tool: name.optional(),
  traceId: traceId.optional(),
  spanId: spanId.optional(),
})

export const reportAnswer = z.strictObject({
  stored: z.int().meta({ description: 'Events that were not there before' }),
})

export const guardrailEvent = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    stage: z.enum(stages),
    outcome: z.enum(outcomes),
    severity: z.enum(severities),
    source: z.enum(['evaluated', 'reported', 'traced']),
    agent: z.string().nullable(),
    environment: z.string().nullable(),
    release: z.string().nullable(),
    tool: z.string().nullable(),
    traceId: z.string().nullable(),
    spanId: z.string().nullable(),
    message: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
    at: z.iso.datetime({ precision: 6 }),
  })
  .meta({ id: 'GuardrailEvent' })

export const eventPage = pageOf(guardrailEvent)
export const eventQuery = z.strictObject({
  agent: name.optional(),
  name: name.optional(),
  outcome: z.enum(outcomes).optional(),
  severity: z.enum(severities).optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...paging,
})

export const rateQuery = z.strictObject({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 92)
    .default(24)
    .meta({ description: 'How many hours back, in whole hours of UTC' }),
  agent: name.optional(),
  environment: name.optional(),
})
const rate = z.strictObject({
  name: z.string(),
  stage: z.enum(stages),
  agent: z.string().nullable(),
  release: z.string().nullable(),
  ...{ passed: z.int(), flagged: z.int(), redacted: z.int(), blocked: z.int() },
})
export type GuardrailRate = z.output<typeof rate>
export const rateAnswer = z
  .strictObject({
    from: z.iso.datetime({ precision: 6 }),
    items: z.array(rate).meta({ description: 'By guardrail, agent and release; those that let the least pass first' }),
    more: z.boolean().meta({ description: 'There are more than the 500 that are answered' }),
  })
  .meta({ id: 'GuardrailRates' })
