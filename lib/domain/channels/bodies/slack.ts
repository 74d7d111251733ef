import type { Message } from '../schemas.ts'
import type { Link, Request } from './webhook.ts'

const marks = { info: ':information_source:', warning: ':warning:', critical: ':red_circle:' }

/** For Slack's incoming webhooks, and for services that accept the same format. */
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

/** Slack reads these three as markup. With them, text from an agent could notify everybody or look like a link. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
