import { type Networks, parseNetworks } from './addresses.ts'

/** What the operator set for messages that leave the process; checked at the start by loadEnv. */
export interface OutboundSettings {
  allowed: Networks
  smtpUrl: string | null
  mailFrom: string
}

export const outboundSettings = (env: Record<string, string | undefined> = process.env): OutboundSettings => ({
  allowed: parseNetworks(env.HOLDPOINT_ALLOWED_NETWORKS ?? '') ?? [],
  smtpUrl: env.HOLDPOINT_SMTP_URL || null,
  mailFrom: env.HOLDPOINT_MAIL_FROM || 'Holdpoint <holdpoint@localhost>',
})
