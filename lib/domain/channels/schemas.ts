import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

const channelKinds = ['webhook', 'slack', 'pagerduty', 'email'] as const
export type ChannelKind = (typeof channelKinds)[number]

const secret = z.string().min(1).max(2_000)
const kept = 'Stored encrypted: it is read as sealed:…, which can be sent back to keep it'

export const channelFields = {
  kind: z.enum(channelKinds).meta({ title: 'Kind' }),
  url: optional(z.string().max(2_000)).meta({
    title: 'Address',
    description: 'webhook: the address that messages are posted to. pagerduty: the default is its events API',
  }),
  secret: optional(secret).meta({
    title: 'Secret',
    description: `webhook: signs messages (whsec_ and random bytes in base64). slack: the address of the incoming webhook. pagerduty: the routing key. ${kept}`,
  }),
  to: optional(z.array(z.email()).min(1).max(20)).meta({ title: 'Recipients', description: 'email' }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
}
export type Channel = z.output<z.ZodObject<typeof channelFields>>

export const severities = ['info', 'warning', 'critical'] as const

/** A message to a channel. */
export interface Message {
  /** For example `breaker.opened`, so that receivers can distinguish messages. */
  type: string
  title: string
  text: string
  severity: (typeof severities)[number]
  /** `resolved` ends what `open` with the same key began. `note` only reports something, and pages nobody. */
  state: 'open' | 'resolved' | 'note'
  key: string
  /** The path of the page behind the message: `/incidents/…`. */
  path: string
  /** Paths of further pages: the traces behind it. */
  links?: readonly { text: string; path: string }[]
  at: string
  /** What a deployer needs to know. Only webhooks contain it. */
  deploy?: Readonly<Record<string, string | null>>
  /** What programs need to know about a rollout. Only webhooks contain it. */
  rollout?: Readonly<Record<string, string | number | null>>
  /** What an agent needs to know of its request: only callbacks carry it. */
  approval?: Readonly<Record<string, unknown>>
}

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const

const time = z.iso.datetime({ precision: 6 })
const delivery = {
  id: z.string(),
  type: z.string(),
  title: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.int(),
  nextAt: time.nullable().meta({ description: 'When it is tried again; null: never' }),
  lastAt: time.nullable(),
  lastResult: z.string().nullable().meta({ description: 'What the receiver answered, or why there was no answer' }),
  createdAt: time,
}
export const deliveryItem = z.strictObject({ ...delivery, channel: z.string() }).meta({ id: 'Delivery' })
export const callbackDelivery = z.strictObject(delivery).meta({ id: 'CallbackDelivery' })

export const deliveryPage = pageOf(deliveryItem)
export const deliveryQuery = z.strictObject({ ...paging })
