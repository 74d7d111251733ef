import { defineContract } from '#lib/shared/contract.ts'
import {
  createdKeySchema,
  idParamsSchema,
  keyBodySchema,
  keyListQuerySchema,
  keyListSchema,
  keySchema,
  meSchema,
  setupAnswerSchema,
  setupBodySchema,
  signedOutSchema,
} from './schemas.ts'

export const setupContract = defineContract({
  id: 'access.setup',
  method: 'POST',
  path: '/api/v1/setup',
  summary: 'Set the instance up: create its first administrator',
  description: 'Works once, with the token of the link that the server prints at its first start.',
  permission: 'instance.public',
  audit: 'instance.set_up',
  body: setupBodySchema,
  response: setupAnswerSchema,
  status: 201,
  problems: ['bad-setup-token', 'already-set-up'],
})

export const meContract = defineContract({
  id: 'access.me',
  method: 'GET',
  path: '/api/v1/me',
  summary: 'Who the caller is, and what they may',
  permission: 'instance.public',
  audit: null,
  response: meSchema,
})

export const signOutEverywhereContract = defineContract({
  id: 'access.signOutEverywhere',
  method: 'POST',
  path: '/api/v1/me/sign-out-everywhere',
  summary: 'End all of your sessions, this one included',
  permission: 'account.self',
  audit: 'session.revoked',
  response: signedOutSchema,
})

export const createKeyContract = defineContract({
  id: 'access.createKey',
  method: 'POST',
  path: '/api/v1/keys',
  summary: 'Create an API key',
  description: 'The answer holds the secret, this once. It is not kept, so this endpoint takes no Idempotency-Key.',
  permission: 'keys.manage',
  audit: 'key.created',
  body: keyBodySchema,
  response: createdKeySchema,
  status: 201,
})

export const listKeysContract = defineContract({
  id: 'access.listKeys',
  method: 'GET',
  path: '/api/v1/keys',
  summary: 'API keys of the project, newest first, revoked ones included',
  permission: 'keys.manage',
  audit: null,
  query: keyListQuerySchema,
  response: keyListSchema,
})

export const revokeKeyContract = defineContract({
  id: 'access.revokeKey',
  method: 'POST',
  path: '/api/v1/keys/{id}/revoke',
  summary: 'Revoke an API key, for good',
  permission: 'keys.manage',
  audit: 'key.revoked',
  params: idParamsSchema,
  response: keySchema,
  problems: ['already-revoked'],
})
