import type { Context } from '#lib/platform/context.ts'
import { pageUrl } from '#lib/platform/outbound/page-url.ts'
import { send } from '#lib/platform/outbound/send.ts'
import type { OutboundSettings } from '#lib/platform/outbound/settings.ts'
import { webhookRequest } from '../bodies/webhook.ts'
import { type Attempt, attemptOf } from '../rules.ts'
import type { Message } from '../schemas.ts'
import { callbackSecrets } from './secrets.ts'

export interface Posting {
  id: string
  url: string
  agent: string
  message: Message
  at: Date
}

/** Posts to a callback once. Never throws: what went wrong is the result. */
export async function attemptCallback(
  ctx: Context,
  { id, url, agent, message, at }: Posting,
  settings: OutboundSettings,
): Promise<Attempt> {
  const secrets = await callbackSecrets(ctx, agent, at)
  if (secrets.length === 0)
    return { result: 'never', text: `the callback secret of ${agent} cannot be read: make another` }
  const request = webhookRequest(message, { id, at, secrets, url: pageUrl(ctx.projectId, message.path), links: [] })
  const sent = await send({ url, ...request }, { allowed: settings.allowed })
  // An agent chose the address: what stands there within our own networks is not shown to it.
  return attemptOf(sent, 0)
}
