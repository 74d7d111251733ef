import { allRecordings } from '#lib/domain/traces/testing/recordings.ts'
import { sendEvals } from './evals.ts'
import { sendFleet } from './fleet.ts'
import type { SharedHoldpoint } from './holdpoint.ts'
import { type Asked, type Inbox, openInbox } from './inbox.ts'
import { sendRecording } from './otlp.ts'
import type { Furnished } from './places.ts'
import { sendPipeline, sendPrompts } from './prompts.ts'
import { oddAgent, register, sendToolCalls } from './registry.ts'

/** Gives every page of a Holdpoint something to show: traces of real clients, requests in every state, people, keys. */
export async function furnish(holdpoint: SharedHoldpoint): Promise<{ inbox: Inbox; at: Furnished }> {
  const inbox = await openInbox(holdpoint)
  for (const name of allRecordings().slice(0, 8)) await sendRecording(inbox.holdpoint.url, inbox.key, name)
  const { traceId, spanId } = await aTrace(inbox)
  await sendFleet(inbox.holdpoint.url, inbox.key)
  await sendToolCalls(inbox.holdpoint.url, inbox.key, 'support-triage')
  await sendToolCalls(inbox.holdpoint.url, inbox.key, oddAgent, 1, 9_000)
  await register(inbox)
  const critical = { tool: 'delete_resource', arguments: { resource: 'node-3', cascade: true }, traceId }
  await rejected(inbox, critical)
  const failed = await editedAndFailed(inbox)
  const unknown = await unheardOf(inbox)
  const hostile = await inbox.ask({
    tool: 'del\u0435te_backup',
    arguments: { bidi: 'pay \u202Etxt.exe', padded: `ls${' '.repeat(400)}; rm -rf /`, long: 'x/'.repeat(600) },
    agent: 'an-agent-with-a-name-that-nobody-would-choose-but-somebody-will/and-a-part-of-it',
  })
  await inbox.ask({ environment: 'staging', risk: 'high' })
  const waiting = await inbox.ask({ ...critical, spanId, rationale: 'It is silent.', release: '2026.11.4' })
  return {
    inbox,
    at: {
      waiting: waiting.id,
      hostile: hostile.id,
      failed: failed.id,
      unknown: unknown.id,
      trace: traceId,
      span: spanId,
      evalRun: (await sendEvals(inbox.holdpoint.url, inbox.key, traceId)).lost,
      prompt: await sendPrompts(inbox.holdpoint.url, inbox.key),
      pipeline: await sendPipeline(inbox.holdpoint.url, inbox.key),
      joinToken: await inbox.invite('ines@example.com', 'Ines'),
    },
  }
}

/** The newest trace that came, and its first span. */
async function aTrace({ admin }: Inbox): Promise<{ traceId: string; spanId: string }> {
  const list = await (await admin('GET', '/api/v1/traces?limit=1')).json()
  const { traceId } = list.items[0]
  const trace = await (await admin('GET', `/api/v1/traces/${traceId}`)).json()
  return { traceId, spanId: trace.spans[0].spanId }
}

async function rejected(inbox: Inbox, action: object): Promise<void> {
  await inbox.decide(await inbox.ask(action), 'reject', { comment: 'It still had the primary.' })
}

async function editedAndFailed(inbox: Inbox): Promise<Asked> {
  const asked = await inbox.ask({ tool: 'modify_production', arguments: { replicas: 40 } })
  const edited = await inbox.decide(asked, 'edit', { arguments: { replicas: 9 }, comment: '40 is a typing error' })
  const { claimId } = await inbox.claim(edited)
  await inbox.report(asked, { claimId, status: 'failed', error: 'quota exceeded' })
  return asked
}

/** Claimed, and never heard of again. */
async function unheardOf(inbox: Inbox): Promise<Asked> {
  const asked = await inbox.ask({ tool: 'rotate_credentials', arguments: { database: 'orders' } })
  await inbox.claim(await inbox.decide(asked, 'approve'))
  await inbox.lapse()
  return asked
}
