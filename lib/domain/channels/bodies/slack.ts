import type { Message } from '../schemas.ts'
import type { Link, Request } from './webhook.ts'

const marks = { info: ':information_source:', warning: ':warning:', critical: ':red_circle:' }

/** For Slack's incoming webhooks, and what speaks like them. */
export function slackRequest(
  { title, text, severity, state }: Message,
  url: string,
  links: readonly Link[] = [],
): Request {
  const mark = state === 'resolved' ? ':white_check_mark:' : marks[severity]
  const lines = [
    `${mark} *${escaped(title)}*`,
    escaped(text),
    `<${url}|Open in Holdpoint>`,
    ...links.map(link => `<${link.url}|${escaped(link.text)}>`),
  ].filter(Boolean)
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: lines.join('\n') }) }
}

/** Slack reads these three as markup: with them, an agent's words could call everybody or pose as a link. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
