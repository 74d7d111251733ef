import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import type { Message } from '../schemas.ts'
import { changesUrl, pagerDutyRequest, pagerDutyUrl } from './pagerduty.ts'
import { slackRequest } from './slack.ts'
import { webhookRequest } from './webhook.ts'

const message: Message = {
  type: 'breaker.opened',
  title: 'Breaker of <!channel> opened',
  text: '5 failures in a row & more',
  severity: 'critical',
  state: 'open',
  key: 'breaker/support/3',
  path: '/breakers/support',
  at: '2026-11-28T12:00:00.000000Z',
}
const url = 'https://holdpoint.example.com/breakers/support'

test('the libraries of Standard Webhooks accept a signed webhook, and reject a changed one', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const { headers, body } = webhookRequest(message, { id: 'msg_1', at: new Date(), secrets: [secret], url, links: [] })
  const receiver = new Webhook(secret)
  expect(receiver.verify(body, headers)).toMatchObject({
    type: 'breaker.opened',
    timestamp: message.at,
    data: { title: message.title, severity: 'critical', state: 'open', key: message.key, url },
  })
  expect(() => receiver.verify(body.replace('critical', 'info'), headers)).toThrow()
  expect(() => receiver.verify(body, { ...headers, 'webhook-id': 'msg_2' })).toThrow()
})

test('text from agents is not markup in Slack', () => {
  const { text } = JSON.parse(slackRequest(message, url).body)
  expect(text).toContain('*Breaker of &lt;!channel&gt; opened*')
  expect(text).toContain('&amp; more')
  expect(text).toContain(`<${url}|Open in Holdpoint>`)
})

test('PagerDuty triggers and resolves by the same key', () => {
  const opened = JSON.parse(pagerDutyRequest(message, 'R0', url).body)
  expect(opened).toMatchObject({ routing_key: 'R0', event_action: 'trigger', dedup_key: message.key })
  expect(opened.payload).toMatchObject({ severity: 'critical', summary: message.title, timestamp: message.at })
  const resolved = JSON.parse(pagerDutyRequest({ ...message, state: 'resolved' }, 'R0', url).body)
  expect(resolved).toMatchObject({ event_action: 'resolve', dedup_key: message.key })
})

test('PagerDuty gets a note as a change event, which pages nobody', () => {
  expect(changesUrl(pagerDutyUrl)).toBe('https://events.pagerduty.com/v2/change/enqueue')
  const note = JSON.parse(pagerDutyRequest({ ...message, state: 'note' }, 'R0', url).body)
  expect(note).toMatchObject({ routing_key: 'R0', payload: { summary: message.title, source: 'holdpoint' } })
  expect(note).not.toHaveProperty('event_action')
})
