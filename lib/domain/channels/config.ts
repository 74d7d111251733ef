import { configVerbs } from '#lib/platform/config/verbs.ts'
import { addressFault } from '#lib/platform/outbound/address-fault.ts'
import { isSealed, sealValue } from '#lib/platform/sealed/seal.ts'
import { invalid } from '#lib/shared/problem.ts'
import { channelConfig } from './contract.ts'
import type { Channel, ChannelKind } from './schemas.ts'

const needs: Record<ChannelKind, Partial<Record<keyof Channel, string>>> = {
  webhook: {
    url: 'the address that it posts to',
    secret: 'the secret that signs messages, such as whsec_… in base64',
  },
  slack: { secret: 'the address of the incoming webhook' },
  pagerduty: { secret: 'the routing key' },
  email: { to: 'the recipients' },
}

const verbs = configVerbs(channelConfig, {
  announce: (what, slug, revision) => ({ topic: 'channels', type: `channel.${what}`, ids: [slug], revision }),
  check: fields => {
    const channel = fields as unknown as Channel
    for (const [field, what] of Object.entries(needs[channel.kind])) {
      if (channel[field as keyof Channel] === null) throw invalid(`${channel.kind} needs ${what}.`, `body.${field}`)
    }
    if (
      channel.kind === 'slack' &&
      channel.secret !== null &&
      !isSealed(channel.secret) &&
      addressFault(channel.secret)
    ) {
      throw invalid('It must be the address of an incoming webhook.', 'body.secret')
    }
    const fault = channel.url === null ? null : addressFault(channel.url)
    if (fault) throw invalid(fault, 'body.url')
  },
  prepare: async (tx, { projectId }, fields) => {
    const { secret } = fields as unknown as Channel
    return { ...fields, secret: secret === null ? null : await sealValue(tx, projectId, secret) }
  },
})

/** Creates or replaces a channel. Its secret is encrypted before it is stored or audited. */
export const putChannel = verbs.put
export const getChannel = verbs.get
export const listChannels = verbs.list
export const archiveChannel = verbs.archive
/** For configuration as one file. */
export const channelKind = verbs.kind
