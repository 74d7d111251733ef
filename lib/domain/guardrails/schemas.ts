import { z } from 'zod'
import { personalDataKinds } from './checks/personal-data.ts'

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

const slug = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'small letters, digits, dot, dash, underscore')

/** What all guardrails have. */
const shared = {
  stage: z.enum(stages),
  agent: z.string().max(200).optional().meta({ description: 'Only for this agent; absent: for all' }),
  tool: z.string().max(200).optional().meta({ description: 'Only for this tool, where the stage is tool' }),
  action: z.enum(actions).meta({ description: 'steer: refused, with the message as advice to the agent' }),
  message: z.string().max(2_000).optional(),
  severity: z.enum(severities).default('warning'),
  onError: z.enum(['block', 'allow']).default('block'),
  enabled: z.boolean().default(true),
}

const check = <Name extends string, Settings extends z.ZodType>(name: Name, settings: Settings) =>
  z.strictObject({ ...shared, check: z.literal(name), settings })

/** The configuration of one guardrail, by its check. */
export const guardrailBody = z.discriminatedUnion('check', [
  check('size', z.strictObject({ maxCharacters: z.int().min(1).max(10_000_000) })),
  check('schema', z.strictObject({ schema: z.record(z.string(), z.unknown()) })),
  check(
    'pattern',
    z.strictObject({
      patterns: z.array(z.string().min(1).max(1_000)).min(1).max(50),
      caseSensitive: z.boolean().default(false),
    }),
  ),
  check('secrets', z.strictObject({}).default({})),
  check(
    'personal-data',
    z
      .strictObject({
        kinds: z
          .array(z.enum(personalDataKinds as [string, ...string[]]))
          .min(1)
          .optional(),
      })
      .default({}),
  ),
  check('arguments', z.strictObject({ rules: z.array(argumentRule).min(1).max(50) })),
])

export type Guardrail = z.output<typeof guardrailBody> & { slug: z.output<typeof slug> }
