import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf, clientOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { claimApproval, requestApproval } from './index.ts'

const admin = (db: Database) => browserOf(db, 'admin')

/** A request in one of its states, with the agent that asked. */
async function requested(db: Database, state: 'pending' | 'approved' | 'claimed' | 'unknown') {
  const by = await clientOf(db, ['agent'])
  const ctx = testContext(db, {
    kind: 'key',
    id: by.id,
    label: 'a key',
    scopes: ['agent'],
    agent: null,
    createdBy: null,
  })
  const action = { tool: 'delete_resource', arguments: { resource: 'node-3' }, environment: 'production' }
  const asked = await requestApproval(ctx, { body: { agent: 'triage', ...action } })
  const change = (set: string) => db.pool.query(`update approval set ${set} where id = $1`, [asked.id])
  if (state !== 'pending') await change("status = 'approved', decided_by = 'usr_x'")
  const claim =
    state === 'claimed' || state === 'unknown'
      ? await claimApproval(ctx, { params: { id: asked.id }, body: { digest: asked.digest } })
      : null
  if (state === 'unknown') await change("status = 'unknown'")
  return { by, params: { id: asked.id }, asked, claimId: claim?.claimId ?? '' }
}

export const auditedCalls: AuditedCalls = {
  'approvals.rotateSigningKey': async db => ({ by: await admin(db), body: {} }),
  'approvals.request': async db => ({
    by: await clientOf(db, ['agent']),
    body: { agent: 'triage', tool: 'delete_resource', arguments: {}, environment: 'production' },
  }),
  'approvals.decide': async db => {
    const { params } = await requested(db, 'pending')
    return { by: await admin(db), params, body: { kind: 'reject', comment: 'no', expectedRevision: 1 } }
  },
  'approvals.cancel': async db => ({ ...(await requested(db, 'pending')), body: {} }),
  'approvals.claim': async db => {
    const one = await requested(db, 'approved')
    return { ...one, body: { digest: one.asked.digest } }
  },
  'approvals.outcome': async db => {
    const one = await requested(db, 'claimed')
    return { ...one, body: { claimId: one.claimId, status: 'executed', result: 1 } }
  },
  'approvals.settle': async db => {
    const { params } = await requested(db, 'unknown')
    return { by: await admin(db), params, body: { status: 'executed', note: 'seen' } }
  },
}
