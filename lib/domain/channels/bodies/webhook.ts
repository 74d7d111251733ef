import { createHmac } from 'node:crypto'
import type { Message } from '../schemas.ts'

/** A request to be sent. */
export interface Request {
  headers: Record<string, string>
  body: string
}

/** A page with the address of this server. */
export interface Link {
  text: string
  url: string
}

/**
 * A message as Standard Webhooks has it (standardwebhooks.com, specification 1.0): `{type, timestamp, data}`, signed with
 * HMAC-SHA256 over `id.timestamp.body`. The id stays the same in every attempt, so that a receiver can tell a repetition.
 */
export function webhookRequest(
  message: Message,
  { id, at, secret, url, links }: { id: string; at: Date; secret: string; url: string; links: readonly Link[] },
): Request {
  const { type, at: timestamp, path: _, links: __, ...rest } = message
  const body = JSON.stringify({ type, timestamp, data: { ...rest, url, links } })
  const seconds = String(Math.floor(at.getTime() / 1_000))
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`,
    },
    body,
  }
}

/** The key of a secret: base64 after `whsec_`; another text stands for its own bytes. */
const keyOf = (secret: string) =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
