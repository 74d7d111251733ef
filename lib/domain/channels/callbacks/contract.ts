import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'

const time = z.iso.datetime({ precision: 6 })
const params = z.strictObject({ slug: z.string().min(1).max(200) })
const path = '/api/v1/agents/{slug}/callback-secret'
const previousUntil = time
  .nullable()
  .meta({ description: 'Until then callbacks are signed with the secret before it as well; null: with this one alone' })

export const makeCallbackSecretContract = defineContract({
  id: 'channels.makeCallbackSecret',
  method: 'POST',
  path,
  summary: 'Make the secret that signs the callbacks of an agent',
  description:
    'The secret is in this answer alone. The secret before it signs beside it for 24 hours, so that no callback is refused while the agent gets the new one.',
  permission: 'channels.manage',
  audit: 'callback_secret.made',
  params,
  response: z.strictObject({
    agent: z.string(),
    secret: z.string().meta({ description: 'whsec_ and 32 random bytes in base64, as Standard Webhooks has it' }),
    previousUntil,
  }),
  problems: ['made-meanwhile'],
})

export const getCallbackSecretContract = defineContract({
  id: 'channels.callbackSecret',
  method: 'GET',
  path,
  summary: 'When the secret for callbacks of an agent was made, and by whom; never the secret',
  permission: 'project.read',
  audit: null,
  params,
  response: z.strictObject({
    agent: z.string(),
    madeAt: time.nullable().meta({ description: 'Null: there is none yet' }),
    madeBy: z.string().nullable(),
    previousUntil,
  }),
})
