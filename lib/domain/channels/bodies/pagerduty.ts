import type { Message } from '../schemas.ts'
import type { Link, Request } from './webhook.ts'

/** Where PagerDuty takes events. */
export const pagerDutyUrl = 'https://events.pagerduty.com/v2/enqueue'
/** Longest summary and key that PagerDuty takes. */
const [maxSummary, maxKey] = [1_024, 255]

/** For PagerDuty's Events API v2. `resolved` resolves what `open` with the same key triggered. */
export function pagerDutyRequest(
  message: Message,
  routingKey: string,
  url: string,
  links: readonly Link[] = [],
): Request {
  const { type, title, text, severity, state, key, at } = message
  const event = {
    routing_key: routingKey,
    event_action: state === 'resolved' ? 'resolve' : 'trigger',
    dedup_key: key.slice(0, maxKey),
    payload: {
      summary: title.slice(0, maxSummary),
      source: 'holdpoint',
      severity,
      timestamp: at,
      class: type,
      custom_details: { text },
    },
    links: [{ href: url, text: 'Open in Holdpoint' }, ...links.map(link => ({ href: link.url, text: link.text }))],
  }
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) }
}
