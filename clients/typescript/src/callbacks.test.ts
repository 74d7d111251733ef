import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { verifyCallback } from './callbacks.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const approval = {
  id: 'apr_1',
  status: 'approved',
  revision: 2,
  digest: 'sha256:00',
  tool: 'refund',
  runId: null,
  toolCallId: null,
}
const body = JSON.stringify({ type: 'approval.approved', timestamp: '2026-01-05T12:00:00Z', data: { approval } })
const at = new Date()
const signed = (by = secret) => ({
  'webhook-id': 'dlv_1',
  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
  'webhook-signature': new Webhook(by).sign('dlv_1', at, body),
})

test('a callback signed as Standard Webhooks has it is read, also while secrets are replaced', async () => {
  const wanted = { id: 'dlv_1', type: 'approval.approved', approval }
  expect(await verifyCallback(secret, signed(), body)).toEqual(wanted)
  expect(await verifyCallback(secret, new Headers(signed()), body)).toEqual(wanted)
  const other = signed(`whsec_${Buffer.alloc(32, 8).toString('base64')}`)['webhook-signature']
  const both = { ...signed(), 'webhook-signature': `${other} ${signed()['webhook-signature']}` }
  expect(await verifyCallback(secret, both, body)).toEqual(wanted)
})

test.each([
  ['another body', signed(), body.replace('approved', 'rejected'), 0],
  ['another id', { ...signed(), 'webhook-id': 'dlv_2' }, body, 0],
  ['another secret', signed(`whsec_${Buffer.alloc(32, 8).toString('base64')}`), body, 0],
  ['no signature', { ...signed(), 'webhook-signature': undefined }, body, 0],
  ['another kind of signature', { ...signed(), 'webhook-signature': 'v2,AAAA v1,é' }, body, 0],
  ['sent again after six minutes', signed(), body, 360_000],
  ['no time', { ...signed(), 'webhook-timestamp': 'x' }, body, 0],
])('%s is no callback', async (_, headers, text, later) => {
  await expect(verifyCallback(secret, headers, text, at.getTime() + later)).rejects.toThrow(/^The (signature|callback)/)
})
