import type { Message } from '../schemas.ts'
import type { Link, Request } from './webhook.ts'

/** Where PagerDuty receives events. */
export const pagerDutyUrl = 'https://events.pagerduty.com/v2/enqueue'
/** The longest summary and key that PagerDuty accepts. */
const [maxSummary, maxKey] = [1_024, 255]

/** Where PagerDuty receives changes. They are shown beside incidents and page nobody. */
export const changesUrl = (events: string): string => events.replace(/\/enqueue$/, '/change/enqueue')

/**
 * For PagerDuty's Events API v2. `resolved` resolves what `open` with the same key triggered; `note` is a change event.
 */
export function pagerDutyRequest(
  message: Message,
  routingKey: string,
  url: string,
  links: readonly Link[] = [],
): Request {
  const { type, title, text, severity, state, key, at } = message
  const all = [{ href: url, text: 'Open in Holdpoint' }, ...links.map(link => ({ href: link.url, text: link.text }))]
  const about = { summary: title.slice(0, maxSummary), source: 'holdpoint', timestamp: at, custom_details: { text } }
  if (state === 'note') return json({ routing_key: routingKey, payload: about, links: all })
  return json({
    routing_key: routingKey,
    event_action: state === 'resolved' ? 'resolve' : 'trigger',
    dedup_key: key.slice(0, maxKey),
    payload: { ...about, severity, class: type },
    links: all,
  })
}

const json = (event: object): Request => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
})
