import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCall, AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { freezeConfig, strategyConfig } from './contract.ts'
import { pauseRollout, promoteRollout, putFreeze, putStrategy, skipGate } from './index.ts'
import { reconcileRollouts } from './reconcile.ts'
import { givenReleases, start } from './test-support.ts'

const reason = 'to see'
const strategy = { phases: [{ weightBps: 10_000, seconds: 60 }] }
const freeze = { reason: 'a holiday' }

/** A rollout of an agent of its own, in its first phase. */
async function begun(db: Database) {
  const ctx = testContext(db)
  const agent = newId('agent')
  await givenReleases(ctx, agent)
  const { id } = await start(ctx, { agent })
  await reconcileRollouts(ctx)
  return { ctx, agent, params: { id }, body: { expectedRevision: 2, reason } }
}

const lead = (db: Database) => browserOf(db, 'lead')
const called = async (db: Database, more: object = {}, also?: string[]): Promise<AuditedCall> => {
  const { params, body } = await begun(db)
  return { by: await lead(db), params, body: { ...body, ...more }, ...(also ? { also } : {}) }
}

export const auditedCalls: AuditedCalls = {
  'strategies.put': async db => ({ by: await lead(db), params: { slug: newId('str') }, body: strategy }),
  'strategies.archive': async db => {
    const slug = newId('str')
    await putStrategy(testContext(db), { params: { slug }, body: strategyConfig.put.body?.parse(strategy) as never })
    return { by: await lead(db), params: { slug } }
  },
  'freezes.put': async db => ({
    by: await lead(db),
    params: { slug: newId('frz') },
    body: { ...freeze, agent: 'nobody' },
  }),
  'freezes.archive': async db => {
    const slug = newId('frz')
    const body = freezeConfig.put.body?.parse({ ...freeze, agent: 'nobody' }) as never
    await putFreeze(testContext(db), { params: { slug }, body })
    return { by: await lead(db), params: { slug } }
  },
  'rollouts.create': async db => {
    const agent = newId('agent')
    await givenReleases(testContext(db), agent)
    const body = { agent, environment: 'production', baseline: `${agent}-1`, candidate: `${agent}-2` }
    return { by: await lead(db), body, also: ['allocation.changed'] }
  },
  'rollouts.pause': db => called(db),
  'rollouts.resume': async db => {
    const { ctx, params, body } = await begun(db)
    await pauseRollout(ctx, { params, body })
    return { by: await lead(db), params, body: { ...body, expectedRevision: 3 } }
  },
  'rollouts.extend': db => called(db, { seconds: 60 }),
  'rollouts.promote': async db => {
    const { ctx, params, body } = await begun(db)
    await promoteRollout(ctx, { params, body })
    return { by: await lead(db), params, body: { ...body, expectedRevision: 3 }, also: ['allocation.changed'] }
  },
  'rollouts.abort': db => called(db, {}, ['allocation.changed']),
  'rollouts.skip-gate': async db => {
    const { ctx, params, body } = await begun(db)
    const asked = { ...body, gate: 'cost' as const }
    await skipGate(ctx, { params, body: asked })
    return { by: await lead(db), params, body: { ...asked, expectedRevision: 3 } }
  },
}
