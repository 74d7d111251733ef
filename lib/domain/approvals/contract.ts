import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import {
  approval,
  approvalDetail,
  approvalPage,
  claimAnswer,
  claimBody,
  decisionBody,
  listQuery,
  outcomeBody,
  requestBody,
  settleBody,
} from './schemas.ts'

const params = z.strictObject({ id: z.string().max(100) })
const at = (suffix: string) => `/api/v1/approvals/{id}${suffix}`

export const requestApprovalContract = defineContract({
  id: 'approvals.request',
  method: 'POST',
  path: '/api/v1/approvals',
  summary: 'Ask whether an action may run',
  description:
    'A client that lost the answer may ask again with the same toolCallId. While the request is open, it gets the same request.',
  permission: 'approvals.request',
  audit: 'approval.requested',
  body: requestBody,
  response: approval,
  status: 201,
  idempotent: true,
  problems: ['agent-disabled'],
  example: {
    agent: 'incident-responder',
    tool: 'delete_resource',
    arguments: { resource: 'node-3' },
    environment: 'production',
    toolCallId: 'call_1',
  },
})
export const listApprovalsContract = defineContract({
  id: 'approvals.list',
  method: 'GET',
  path: '/api/v1/approvals',
  summary: 'List approvals: the waiting ones by when they expire, the others newest first',
  permission: 'approvals.read',
  audit: null,
  query: listQuery,
  response: approvalPage,
})
export const getApprovalContract = defineContract({
  id: 'approvals.get',
  method: 'GET',
  path: at(''),
  summary: 'One approval, at once or, with wait, as soon as it is decided',
  permission: 'approvals.follow',
  audit: null,
  params,
  query: z.strictObject({
    wait: z.coerce
      .number()
      .min(0)
      .max(60)
      .optional()
      .meta({ description: 'Seconds to wait for a decision. After them the unchanged request is the answer' }),
  }),
  response: approvalDetail,
})
export const decideApprovalContract = defineContract({
  id: 'approvals.decide',
  method: 'POST',
  path: at('/decision'),
  summary: 'Decide (people only)',
  permission: 'approvals.decide',
  audit: 'approval.decided',
  params,
  body: decisionBody,
  response: approval,
  idempotent: true,
  problems: [
    'stale-revision',
    'already-decided',
    'already-voted',
    'not-eligible',
    'policy-denied',
    'expired',
    'reauthentication-required',
  ],
  example: { kind: 'approve', expectedRevision: 1 },
})
export const cancelApprovalContract = defineContract({
  id: 'approvals.cancel',
  method: 'POST',
  path: at('/cancel'),
  summary: 'Withdraw a request that was not claimed',
  permission: 'approvals.cancel',
  audit: 'approval.cancelled',
  params,
  body: z.strictObject({}),
  response: approval,
  idempotent: true,
  problems: ['already-decided', 'already-claimed'],
})
export const claimApprovalContract = defineContract({
  id: 'approvals.claim',
  method: 'POST',
  path: at('/claim'),
  summary: 'Take the approved action, once, before executing it',
  description:
    'If the answer was lost, repeat the request with the same Idempotency-Key. After a restart use a new key: already-claimed then means that nobody knows whether the action ran, and a person settles it.',
  permission: 'approvals.claim',
  audit: 'approval.claimed',
  params,
  body: claimBody,
  response: claimAnswer,
  idempotent: true,
  problems: ['already-claimed', 'not-approved', 'expired', 'digest-mismatch', 'recheck-denied', 'agent-disabled'],
  example: { digest: 'sha256:410b20155f155b78fd4b08cc3e83356dd870f85f9f840085c1060a1a5698c8e9' },
})
export const outcomeApprovalContract = defineContract({
  id: 'approvals.outcome',
  method: 'POST',
  path: at('/outcome'),
  summary:
    'Report what the claimed action did. A report after the claim has lapsed is kept for the person who settles the action',
  permission: 'approvals.claim',
  audit: 'approval.executed',
  params,
  body: outcomeBody,
  text: 'clean',
  response: approval,
  idempotent: true,
  problems: ['not-claimed', 'outcome-differs'],
  example: { claimId: 'clm_01m870zgepp3p9wk29p70mx35d', status: 'executed', result: { deleted: true } },
})
export const settleApprovalContract = defineContract({
  id: 'approvals.settle',
  method: 'POST',
  path: at('/settle'),
  summary: 'Settle an unknown outcome (people only)',
  permission: 'approvals.settle',
  audit: 'approval.settled',
  params,
  body: settleBody,
  response: approval,
  idempotent: true,
  problems: ['not-unknown'],
  example: { status: 'executed', note: 'node-3 is gone' },
})
export const rotateSigningKeyContract = defineContract({
  id: 'approvals.rotateSigningKey',
  method: 'POST',
  path: '/api/v1/signing-keys/rotate',
  summary: 'Sign receipts with a new key (people only)',
  description:
    'The private half of the old key is erased. Its public half stays at /.well-known/jwks.json, so that earlier receipts can still be verified.',
  permission: 'keys.manage',
  audit: 'signing_key.rotated',
  body: z.strictObject({}),
  response: z.strictObject({ kid: z.string(), retired: z.string() }),
  idempotent: true,
  problems: ['reauthentication-required', 'rotated-meanwhile'],
})
