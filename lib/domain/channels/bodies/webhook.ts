import { createHmac } from 'node:crypto'
import type { Message } from '../schemas.ts'

/** A request to be sent. */
export interface Request {
  headers: Record<string, string>
  body: string
}

/** The address of a page on this server. */
export interface Link {
  text: string
  url: string
}

interface Posting {
  id: string
  at: Date
  /** Each signs it: while a secret is replaced, the receiver may know either. */
  secrets: readonly string[]
  url: string
  links: readonly Link[]
}

/**
 * A message in the form of Standard Webhooks (standardwebhooks.com, specification 1.0): `{type, timestamp, data}`,
 * signed with HMAC-SHA256 over `id.timestamp.body`. The id is the same in every attempt, so that a receiver recognises
 * a repetition.
 */
export function webhookRequest(message: Message, { id, at, secrets, url, links }: Posting): Request {
  const { type, at: timestamp, path: _, links: __, ...rest } = message
  const body = JSON.stringify({ type, timestamp, data: { ...rest, url, links } })
  const seconds = String(Math.floor(at.getTime() / 1_000))
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': secrets.map(secret => signed(secret, `${id}.${seconds}.${body}`)).join(' '),
    },
    body,
  }
}

const signed = (secret: string, text: string) =>
  `v1,${createHmac('sha256', keyOf(secret)).update(text).digest('base64')}`

/** The key of a secret: base64 after `whsec_`, or else the bytes of the text itself. */
const keyOf = (secret: string) =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
