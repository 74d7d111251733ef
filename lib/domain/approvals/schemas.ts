import { z } from 'zod'
import { callbackDelivery } from '#lib/domain/channels/schemas.ts'
import { requirement } from '#lib/shared/approval-requirement.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { toolCallId } from '#lib/shared/tool-call-id.ts'
import { spanId, traceId } from '#lib/shared/trace-ids.ts'

export const statuses = [
  'pending',
  'approved',
  'claimed',
  'executed',
  'failed',
  'unknown',
  'rejected',
  'expired',
  'cancelled',
  'superseded',
] as const
export type Status = (typeof statuses)[number]

export const decisionKinds = ['approve', 'edit', 'reject', 'respond'] as const
export type DecisionKind = (typeof decisionKinds)[number]

export const risks = ['normal', 'high', 'critical'] as const
export type Risk = (typeof risks)[number]

const name = z.string().trim().min(1).max(200)
const args = z.record(z.string(), z.unknown())
const time = z.iso.datetime({ precision: 6 })

export const requestBody = z
  .strictObject({
    agent: name,
    tool: name,
    toolVersion: name.optional(),
    arguments: args,
    environment: name,
    release: name.optional(),
    runId: name.optional(),
    traceId: traceId.optional(),
    spanId: spanId.optional(),
    toolCallId: toolCallId.optional().meta({
      description:
        'The id that the model gave the call, unique within agent and run. An empty id counts as none; of an id longer than 200 characters, its beginning and a digest are stored. While a request with this id and this digest is open (pending, approved, claimed or unknown), asking again gives the same request. Another digest, or the same after it was settled, is a new request',
    }),
    rationale: z
      .string()
      .max(20_000)
      .optional()
      .meta({ description: "The agent's own words. Shown separately, as untrusted text" }),
    risk: z.enum(risks).optional().meta({ description: 'May raise the risk that policies see, never lower it' }),
    expiresInSeconds: z
      .int()
      .min(5)
      .max(7 * 86_400)
      .optional(),
    allowedDecisions: z.array(z.enum(decisionKinds)).min(1).max(4).optional(),
    callbackUrl: z.url().max(2_000).optional().meta({
      description:
        'Posted to when the request is approved, rejected or over, signed with the callback secret of the agent; everybody of the project may read it. A request that is open already keeps the one it was first asked with',
    }),
  })
  .meta({ id: 'ApprovalRequest' })
export type RequestBody = z.output<typeof requestBody>

const subject = z
  .strictObject({
    project: z.string(),
    environment: z.string(),
    agent: z.string(),
    release: z.string().nullable(),
    run: z.string().nullable(),
    tool: z.string(),
    toolVersion: z.string().nullable(),
    arguments: args,
  })
  .meta({ id: 'ApprovalSubject', description: 'What the digest covers: SHA-256 of its RFC 8785 canonical JSON' })
export type Subject = z.output<typeof subject>

const reason = z.strictObject({ rule: z.string(), message: z.string() })
export type Reason = z.output<typeof reason>

/** A report that came after the claim had lapsed. It is evidence and settles nothing. */
const lateReport = z.strictObject({
  status: z.enum(['executed', 'failed']),
  result: z.unknown(),
  error: z.string().nullable(),
  at: time,
})
export type LateReport = z.output<typeof lateReport>

const decision = z.strictObject({
  kind: z.enum(decisionKinds),
  by: z.string(),
  at: time,
  comment: z.string().nullable(),
  effectiveArguments: args,
})

export const approval = z
  .strictObject({
    id: z.string(),
    status: z.enum(statuses),
    digest: z.string(),
    revision: z.int(),
    subject,
    agent: z.string(),
    tool: z.string(),
    environment: z.string(),
    release: z.string().nullable(),
    runId: z.string().nullable(),
    traceId: z.string().nullable(),
    spanId: z.string().nullable(),
    toolCallId: z.string().nullable(),
    arguments: args,
    originalArguments: args,
    rationale: z.string().nullable(),
    risk: z.enum(risks),
    reasons: z.array(reason),
    policyVersion: z.string(),
    allowedDecisions: z.array(z.enum(decisionKinds)),
    requestedBy: z.string(),
    requestedAt: time,
    expiresAt: time,
    url: z.string().meta({ description: 'The page that shows it; absolute if HOLDPOINT_URL is set' }),
    callbackUrl: z.string().nullable(),
    decision: decision.nullable(),
    claim: z.strictObject({ by: z.string(), at: time, leaseUntil: time }).nullable(),
    outcome: z
      .strictObject({
        status: z.enum(['executed', 'failed']),
        result: z.unknown(),
        error: z.string().nullable(),
        at: time,
        settledBy: z.string().nullable(),
        note: z.string().nullable(),
      })
      .nullable(),
    lateReport: lateReport
      .nullable()
      .meta({ description: 'A report that came after the claim had lapsed: evidence, not the state' }),
  })
  .meta({ id: 'Approval' })
export type Approval = z.output<typeof approval>

export const approvalDetail = z.strictObject({
  ...approval.shape,
  requirement: requirement
    .nullable()
    .meta({ description: 'Whose approval the policies require; null: that of any one operator' }),
  votes: z
    .array(z.strictObject({ by: z.string(), groups: z.array(z.string()), at: time }))
    .meta({ description: 'Approvals of exactly these arguments, oldest first' }),
  ownVote: z.boolean().meta({ description: 'Whether the person who reads this has voted for it' }),
  missing: z
    .array(z.string())
    .meta({ description: 'Approvals that are still missing, such as: 1 of the group security' }),
  ownRequest: z.boolean().meta({ description: 'Whether the person who reads this created the key that asked' }),
  decidedByRequester: z.boolean().meta({ description: 'Whether the person who decided created the key that asked' }),
  callbacks: z.array(callbackDelivery).meta({ description: 'What was posted to the callback, oldest first' }),
  similar: z.strictObject({
    approved: z.int(),
    rejected: z.int(),
    last: z
      .strictObject({ kind: z.enum(decisionKinds), by: z.string(), at: time, comment: z.string().nullable() })
      .nullable(),
  }),
})
export type ApprovalDetail = z.output<typeof approvalDetail>

export const decisionBody = z.strictObject({
  kind: z.enum(decisionKinds),
  arguments: args.optional().meta({ description: 'Only with kind edit: all arguments, as they will run' }),
  comment: z.string().max(10_000).optional(),
  expectedRevision: z.int().min(1),
})
export type DecisionBody = z.output<typeof decisionBody>

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hex digits')
export const claimBody = z.strictObject({ digest })
export const claimAnswer = z.strictObject({
  claimId: z.string(),
  receipt: z.string().meta({ description: 'Compact JWS, EdDSA; keys at /.well-known/jwks.json' }),
  effectiveArguments: args,
  leaseUntil: time,
})
export type ClaimAnswer = z.output<typeof claimAnswer>

export const outcomeBody = z.strictObject({
  claimId: z.string().max(100),
  status: z.enum(['executed', 'failed']),
  // Any parsed JSON: a report must be accepted even if it has a number that JSON cannot hold (1e400).
  result: z.unknown().optional().meta({
    description: 'Beyond 256 KiB of JSON only its beginning and end are kept, as {truncated, bytes, head, tail}',
  }),
  error: z.string().optional().meta({ description: 'Beyond 20,000 characters the middle is left out' }),
})
export type OutcomeBody = z.output<typeof outcomeBody>

export const settleBody = z.strictObject({
  status: z.enum(['executed', 'failed']),
  note: z.string().trim().min(1).max(10_000),
})

const filter = z.string().min(1).max(200).optional()
export const listQuery = z.strictObject({
  status: z
    .enum(['waiting', 'decided', 'all', ...statuses])
    .default('all')
    .meta({
      description: 'One status, or waiting (pending and unknown), decided (the others, last changed first), or all',
    }),
  environment: filter,
  agent: filter,
  tool: filter,
  decision: z.enum(decisionKinds).optional().meta({ description: 'Only requests that were decided in this way' }),
  decidedBy: filter.meta({
    description:
      'Id or part of the name of the person who decided. me: the caller. policy: requests that no person had to decide',
  }),
  ...paging,
})
export type ListQuery = z.output<typeof listQuery>

/** A request as a list has it. The single read has the rest. */
const approvalItem = z
  .strictObject({
    ...approval.pick({
      id: true,
      status: true,
      revision: true,
      digest: true,
      agent: true,
      tool: true,
      environment: true,
      traceId: true,
      toolCallId: true,
      risk: true,
      requestedBy: true,
      requestedAt: true,
      expiresAt: true,
      url: true,
    }).shape,
    summary: z.string().meta({ description: 'The arguments in one line, cut at 300 characters' }),
    arguments: args.nullable().meta({ description: 'Null beyond 8 KiB: read the single approval' }),
    decision: z.strictObject({ kind: z.enum(decisionKinds), by: z.string(), at: time }).nullable(),
    outcomeAt: time.nullable(),
    updatedAt: time.meta({ description: 'Of its last change' }),
  })
  .meta({ id: 'ApprovalItem' })
export type ApprovalItem = z.output<typeof approvalItem>

export const approvalPage = z.strictObject({
  ...pageOf(approvalItem).shape,
  waiting: z.int().meta({
    description: 'How many requests wait for a person, on any page. Only the filters agent, tool and environment apply',
  }),
})
export type ApprovalPage = z.output<typeof approvalPage>
