import { sendMail } from '#lib/platform/outbound/mail.ts'
import { type Sent, send } from '#lib/platform/outbound/send.ts'
import type { OutboundSettings } from '#lib/platform/outbound/settings.ts'
import { changesUrl, pagerDutyRequest, pagerDutyUrl } from './bodies/pagerduty.ts'
import { slackRequest } from './bodies/slack.ts'
import { type Link, webhookRequest } from './bodies/webhook.ts'
import { type Attempt, attemptOf } from './rules.ts'
import type { Channel, Message } from './schemas.ts'

interface Parcel {
  id: string
  channel: Channel
  /** The decrypted secret. Null if the channel has none, or if it cannot be read. */
  secret: string | null
  message: Message
  /** The address of the page behind the message, on this server. */
  url: string
  /** Addresses of further pages. */
  links: readonly Link[]
  at: Date
}

/** Sends a message to a channel once. Never throws: a fault is the result. */
export const attempt = async (parcel: Parcel, settings: OutboundSettings): Promise<Attempt> =>
  attemptOf(await transmit(parcel, settings))

/** What was sent, or why it cannot be sent. */
async function transmit(parcel: Parcel, settings: OutboundSettings): Promise<Sent | string> {
  const { id, channel, secret, message, url, links, at } = parcel
  const post = (to: string, request: { headers: Record<string, string>; body: string }) =>
    send({ url: to, ...request }, { allowed: settings.allowed })
  if (channel.kind === 'email') return mail(parcel, settings)
  if (secret === null) return 'its secret cannot be read: configure it again'
  switch (channel.kind) {
    case 'webhook':
      return channel.url === null
        ? 'it has no address'
        : post(channel.url, webhookRequest(message, { id, at, secrets: [secret], url, links }))
    case 'slack':
      return post(secret, slackRequest(message, url, links))
    case 'pagerduty': {
      const events = channel.url ?? pagerDutyUrl
      const to = message.state === 'note' ? changesUrl(events) : events
      return post(to, pagerDutyRequest(message, secret, url, links))
    }
  }
}

async function mail({ channel, message, url, links }: Parcel, { smtpUrl, mailFrom }: OutboundSettings) {
  if (smtpUrl === null) return 'no mail server is set: HOLDPOINT_SMTP_URL'
  const state = message.state === 'resolved' ? 'Resolved: ' : ''
  return sendMail(smtpUrl, {
    from: mailFrom,
    to: channel.to ?? [],
    subject: `${state}${message.title}`.replaceAll(/\s+/g, ' ').slice(0, 200),
    text: [`${message.text}\n`, url, ...links.map(link => `\n${link.text}: ${link.url}`), ''].join('\n'),
  })
}
