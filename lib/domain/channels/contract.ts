import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { channelFields, deliveryItem, deliveryPage, deliveryQuery } from './schemas.ts'

export const channelConfig = configContracts({
  name: 'channel',
  plural: 'channels',
  fields: channelFields,
  read: 'project.read',
  write: 'channels.manage',
  example: {
    kind: 'webhook',
    url: 'https://hooks.example.com/holdpoint',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  },
})

const params = z.strictObject({ slug: z.string().min(1).max(200) })

export const testChannelContract = defineContract({
  id: 'channels.test',
  method: 'POST',
  path: '/api/v1/channels/{slug}/test',
  summary: 'Send a test message now, once',
  permission: 'channels.manage',
  audit: 'channel.tested',
  params,
  response: deliveryItem,
})

export const listDeliveriesContract = defineContract({
  id: 'channels.deliveries',
  method: 'GET',
  path: '/api/v1/channels/{slug}/deliveries',
  summary: 'Messages sent to a channel, newest first, with their results',
  permission: 'project.read',
  audit: null,
  params,
  query: deliveryQuery,
  response: deliveryPage,
})
