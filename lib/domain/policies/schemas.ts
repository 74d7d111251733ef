import { z } from 'zod'
import { approverRoles } from '#lib/shared/approval-requirement.ts'
import { optional } from '#lib/shared/config/contracts.ts'
import { instant } from '#lib/shared/instant.ts'

const name = z.string().trim().min(1).max(200)
const names = z.array(name).max(100).default([])
const scalar = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()])
const time = z.iso.datetime({ precision: 6 })

export const callRisks = ['normal', 'high', 'critical'] as const
const policyOutcomes = ['allow', 'deny', 'require_approval'] as const

/** `a.b[0].c`: a member of the arguments; `*` stands for every member or item. */
const argumentPath = z
  .string()
  .max(200)
  .regex(/^[\w*-]+(\.[\w*-]+|\[(\d+|\*)\])*$/, 'a path such as resource.name or items[*].id')

/** What an argument must be for the policy to apply. */
const predicate = z.discriminatedUnion('op', [
  z.strictObject({ path: argumentPath, op: z.literal('eq'), value: scalar }),
  z.strictObject({ path: argumentPath, op: z.literal('in'), values: z.array(scalar).min(1).max(200) }),
  z
    .strictObject({
      path: argumentPath,
      op: z.literal('range'),
      min: z.number().optional(),
      max: z.number().optional(),
    })
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'give min, max or both'),
  z.strictObject({
    path: argumentPath,
    op: z.literal('path-prefix'),
    value: z.string().min(1).max(1_000).startsWith('/', 'a path from the top, such as /srv/app'),
  }),
])
export type Predicate = z.output<typeof predicate>

const groupNeed = z.strictObject({ group: name, count: z.int().min(1).max(10).default(1) })

/** A policy: which calls it is about, and what happens to them. Empty matchers take everything. */
export const policyFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  outcome: z.enum(policyOutcomes).meta({
    title: 'Outcome',
    description: 'deny wins over require_approval, which wins over allow. Actions that always need approval still do',
  }),
  mode: z.enum(['enforce', 'shadow']).default('enforce').meta({
    title: 'Mode',
    description: 'shadow: shown in the reasons and counted, without effect',
  }),
  agents: names.meta({ title: 'Agents', description: 'Default: every agent' }),
  tools: names.meta({
    title: 'Tools',
    description: 'Default: every tool. Deny and require_approval match other spellings too',
  }),
  environments: names.meta({ title: 'Environments', description: 'Default: every environment' }),
  risks: z.array(z.enum(callRisks)).max(3).default([]).meta({
    title: 'Risks',
    description: 'As the agent and the registry of tools state it. Default: every risk; allow never covers critical',
  }),
  arguments: z.array(predicate).max(20).default([]).meta({
    title: 'Arguments',
    description: 'All must be true: [{"path": "amount", "op": "range", "max": 100}]; ops eq, in, range, path-prefix',
  }),
  touched: names.meta({
    title: 'Run has touched',
    description:
      'Labels of tools that the run used before, such as customer-data: all of them. Labels known only from spans never allow a call',
  }),
  quorum: z.int().min(1).max(10).default(1).meta({ title: 'Approvals needed' }),
  groups: z.array(groupNeed).max(5).default([]).meta({
    title: 'Of groups',
    description:
      'Each group must agree, by a person who counts for no other group: [{"group": "security", "count": 1}]',
  }),
  role: optional(z.enum(approverRoles)).meta({ title: 'Least role of the approver' }),
  noSelfApproval: z.boolean().default(false).meta({
    title: 'No self-approval',
    description:
      'Not by the person who created the key that asked, owns or last changed the agent, or last changed this policy',
  }),
  expiresInSeconds: optional(
    z
      .int()
      .min(5)
      .max(7 * 86_400),
  ).meta({
    title: 'Expires after (s)',
    description: 'Upper limit; the agent may ask for less',
  }),
  onExpiry: z.enum(['expire', 'reject']).default('expire').meta({
    title: 'When nobody decides',
    description: 'reject: the agent gets the message as a rejection. It is never approved',
  }),
  escalateAfterSeconds: optional(
    z
      .int()
      .min(5)
      .max(7 * 86_400),
  ).meta({ title: 'Escalate after (s)' }),
  escalateTo: names.meta({ title: 'Escalate to', description: 'Channels that are notified if it still waits' }),
  message: optional(z.string().max(2_000)).meta({ title: 'Message', description: 'What agent and approver read' }),
  maxUses: optional(z.int().min(1).max(1_000_000)).meta({
    title: 'Uses',
    description: 'For allow: after this many calls it no longer applies. A change starts the count again',
  }),
  validFrom: optional(instant).meta({ title: 'Valid from', description: 'RFC 3339' }),
  validUntil: optional(instant).meta({ title: 'Valid until', description: 'RFC 3339' }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
}
export const policyBody = z.strictObject(policyFields)
export type PolicyFields = z.output<typeof policyBody>
/** A policy as rules read it. */
export interface Policy extends PolicyFields {
  slug: string
  revision: number
  /** The person who changed it last. */
  changedBy: string | null
}

export const groupFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  members: z.array(z.email().max(200).toLowerCase()).max(200).default([]).meta({
    title: 'Members',
    description: 'E-mail addresses of members of the project',
  }),
}

export const policyVersions = z.strictObject({
  items: z.array(
    z.strictObject({
      revision: z.int(),
      at: time,
      by: z.string(),
      archived: z.boolean(),
      policy: policyBody,
      matched: z.int().meta({ description: 'Calls that it applied to, in shadow or in force' }),
      uses: z.int().meta({ description: 'Calls that it let through, where its uses are limited' }),
    }),
  ),
})

const policyAnswers = ['allow', 'deny', 'needs_approval'] as const
export const backTestBody = z.strictObject({
  slug: name.meta({ description: 'Replaces the policy of this name' }),
  policy: policyBody,
  days: z.int().min(1).max(90).default(30),
})
export const backTestAnswer = z.strictObject({
  considered: z.int(),
  matched: z.int().meta({ description: 'Requests that the policy applies to' }),
  wouldAllow: z.int(),
  wouldDeny: z.int(),
  wouldHold: z.int(),
  changed: z.int().meta({ description: 'Would be answered differently' }),
  allowedThoughRejected: z.int().meta({ description: 'People rejected them' }),
  deniedThoughApproved: z.int().meta({ description: 'They were let through' }),
  items: z
    .array(
      z.strictObject({
        ...{ id: z.string(), agent: z.string(), tool: z.string(), environment: z.string() },
        ...{ was: z.enum(policyAnswers), would: z.enum(policyAnswers) },
        decided: z.enum(['approve', 'edit', 'reject', 'respond']).nullable().meta({ description: 'By a person' }),
        at: time,
      }),
    )
    .meta({ description: 'The newest 50 of those that would be answered differently' }),
})
