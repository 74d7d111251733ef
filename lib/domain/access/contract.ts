import { defineContract } from '#lib/shared/contract.ts'
import {
  acceptedLinkSchema,
  acceptLinkBodySchema,
  addedMemberSchema,
  addMemberBodySchema,
  changePasswordBodySchema,
  changeRoleBodySchema,
  createdKeySchema,
  idParamsSchema,
  keyBodySchema,
  keyListSchema,
  keySchema,
  memberListSchema,
  memberSchema,
  meSchema,
  pageQuerySchema,
  passwordLinkSchema,
  reauthenticateBodySchema,
  reauthenticatedSchema,
  sessionListSchema,
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
  problems: ['bad-setup-token', 'already-set-up', 'too-many-attempts'],
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
  description:
    'The answer has the secret, this one time. The secret is not stored, so this endpoint takes no Idempotency-Key.',
  permission: 'keys.manage',
  audit: 'key.created',
  body: keyBodySchema,
  example: { name: 'incident-responder', scopes: ['ingest', 'agent'], agent: 'incident-responder' },
  response: createdKeySchema,
  status: 201,
  problems: ['reauthentication-required'],
})

export const listKeysContract = defineContract({
  id: 'access.listKeys',
  method: 'GET',
  path: '/api/v1/keys',
  summary: 'API keys of the project, newest first, revoked ones included',
  permission: 'keys.manage',
  audit: null,
  query: pageQuerySchema,
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
  problems: ['already-revoked', 'reauthentication-required'],
})

export const reauthenticateContract = defineContract({
  id: 'access.reauthenticate',
  method: 'POST',
  path: '/api/v1/me/reauthenticate',
  summary: 'Prove your password again',
  description: 'Requests that were answered with 403 reauthentication-required work for 10 minutes after this.',
  permission: 'account.self',
  audit: 'session.reauthenticated',
  body: reauthenticateBodySchema,
  response: reauthenticatedSchema,
  problems: ['wrong-password', 'too-many-attempts'],
})

export const changePasswordContract = defineContract({
  id: 'access.changePassword',
  method: 'POST',
  path: '/api/v1/me/password',
  summary: 'Change your password; your other sessions end',
  permission: 'account.self',
  audit: 'password.changed',
  body: changePasswordBodySchema,
  response: signedOutSchema,
  problems: ['wrong-password', 'too-many-attempts'],
})

export const listSessionsContract = defineContract({
  id: 'access.listSessions',
  method: 'GET',
  path: '/api/v1/me/sessions',
  summary: 'Where you are signed in, most recently seen first',
  permission: 'account.self',
  audit: null,
  query: pageQuerySchema,
  response: sessionListSchema,
})

export const revokeSessionContract = defineContract({
  id: 'access.revokeSession',
  method: 'POST',
  path: '/api/v1/me/sessions/{id}/revoke',
  summary: 'End one of your sessions',
  permission: 'account.self',
  audit: 'session.revoked',
  params: idParamsSchema,
  response: signedOutSchema,
})

export const listMembersContract = defineContract({
  id: 'access.listMembers',
  method: 'GET',
  path: '/api/v1/members',
  summary: 'Members of the project, newest first',
  permission: 'members.manage',
  audit: null,
  query: pageQuerySchema,
  response: memberListSchema,
})

export const addMemberContract = defineContract({
  id: 'access.addMember',
  method: 'POST',
  path: '/api/v1/members',
  summary: 'Add a member; the answer has their one-time link',
  description:
    'With the link, valid for 7 days, the person chooses a password. The link is shown this one time. Whoever has an account on this ' +
    'instance already keeps that account and needs no link.',
  permission: 'members.manage',
  audit: 'member.added',
  body: addMemberBodySchema,
  example: { email: 'grace@example.com', name: 'Grace Hopper', role: 'operator' },
  response: addedMemberSchema,
  status: 201,
  problems: ['already-member', 'reauthentication-required'],
})

const memberVerb = {
  method: 'POST',
  permission: 'members.manage',
  params: idParamsSchema,
  response: memberSchema,
} as const

export const changeRoleContract = defineContract({
  ...memberVerb,
  id: 'access.changeRole',
  path: '/api/v1/members/{id}/role',
  summary: 'Change what a member may do, at once',
  audit: 'member.role_changed',
  body: changeRoleBodySchema,
  problems: ['last-administrator', 'reauthentication-required'],
})

export const deactivateMemberContract = defineContract({
  ...memberVerb,
  id: 'access.deactivateMember',
  path: '/api/v1/members/{id}/deactivate',
  summary: 'Lock a member out of the project; if it was their last one, their sessions end',
  audit: 'member.deactivated',
  problems: ['last-administrator', 'reauthentication-required'],
})

export const reactivateMemberContract = defineContract({
  ...memberVerb,
  id: 'access.reactivateMember',
  path: '/api/v1/members/{id}/reactivate',
  summary: 'Let a deactivated member in again',
  audit: 'member.reactivated',
  problems: ['reauthentication-required'],
})

export const signOutMemberContract = defineContract({
  ...memberVerb,
  id: 'access.signOutMember',
  path: '/api/v1/members/{id}/sign-out',
  summary: 'End every session of a member',
  audit: 'session.revoked',
  problems: ['member-of-other-projects', 'reauthentication-required'],
})

export const createPasswordLinkContract = defineContract({
  ...memberVerb,
  id: 'access.createPasswordLink',
  path: '/api/v1/members/{id}/password-link',
  summary: 'A new one-time link for a member who lost theirs, or their password',
  description: 'Earlier links of the member stop working; the old password works until the link is used.',
  audit: 'member.link_created',
  response: passwordLinkSchema,
  status: 201,
  problems: ['member-deactivated', 'member-of-other-projects', 'reauthentication-required'],
})

export const acceptLinkContract = defineContract({
  id: 'access.acceptLink',
  method: 'POST',
  path: '/api/v1/password-links/accept',
  summary: 'Choose a password with a one-time link; earlier sessions end',
  permission: 'instance.public',
  audit: 'password.changed',
  body: acceptLinkBodySchema,
  response: acceptedLinkSchema,
  problems: ['bad-link', 'too-many-attempts'],
})
