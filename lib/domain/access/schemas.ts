import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { roles, scopes } from '#lib/shared/permissions.ts'
import { minPasswordLength, normaliseEmail, normalisePassword } from './rules.ts'

/** As browsers check it: `ops@localhost` is an address where no mail is ever sent. */
export const emailSchema = z
  .string()
  .max(254)
  .transform(normaliseEmail)
  .pipe(z.email({ pattern: z.regexes.html5Email, error: 'That is not an e-mail address.' }))

export const passwordSchema = z
  .string()
  .max(200, 'At most 200 characters.')
  .transform(normalisePassword)
  .pipe(z.string().min(minPasswordLength, `At least ${minPasswordLength} characters.`))

const label = (max: number) => z.string().trim().min(1, 'This must not be empty.').max(max)

export const setupBodySchema = z.strictObject({
  token: z.string().min(1).max(200),
  email: emailSchema,
  name: label(100),
  password: passwordSchema,
})

export const setupAnswerSchema = z.strictObject({ userId: z.string(), email: z.string() })

export const keyBodySchema = z.strictObject({
  name: label(100),
  scopes: z
    .array(z.enum(scopes))
    .min(1, 'Choose at least one scope.')
    .transform(chosen => scopes.filter(scope => chosen.includes(scope))),
  agent: label(200).nullish().meta({ description: 'Binds the key to this agent: it cannot act for any other' }),
  expiresAt: instant
    .nullish()
    .meta({ description: 'The key is invalid from then on; null: it is valid until it is revoked' }),
})

export const keySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** First characters of the secret, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(z.enum(scopes)),
  agent: z.string().nullable(),
  createdBy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})

export const createdKeySchema = keySchema.extend({ secret: z.string() })

export const keyListSchema = pageOf(keySchema)

export const pageQuerySchema = z.strictObject(paging)

export const idParamsSchema = z.strictObject({ id: z.string().min(1).max(100) })

export const meSchema = z.strictObject({
  kind: z.enum(['user', 'key']),
  id: z.string(),
  name: z.string(),
  /** A person's address; null for keys. */
  email: z.string().nullable(),
  projectId: z.string(),
  project: z.strictObject({ slug: z.string(), name: z.string(), demo: z.boolean() }),
  /** People have a role, keys have scopes. */
  role: z.enum(roles).nullable(),
  scopes: z.array(z.enum(scopes)),
  agent: z.string().nullable(),
  /** To be sent as `x-csrf-token` with every write of this browser session; null for keys, which need none. */
  csrfToken: z.string().nullable(),
})

export const signedOutSchema = z.strictObject({ sessions: z.number().int() })

/** Whatever was typed: only the stored hash says whether it is right. */
const typedPassword = z.string().min(1, 'Type your password.').max(1_000)

export const reauthenticateBodySchema = z.strictObject({ password: typedPassword })
export const reauthenticatedSchema = z.strictObject({
  validUntil: z.string().meta({ description: 'Until then no further proof is asked for' }),
})

export const changePasswordBodySchema = z.strictObject({ currentPassword: typedPassword, newPassword: passwordSchema })

const sessionSchema = z.strictObject({
  id: z.string(),
  current: z.boolean(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
})
export const sessionListSchema = pageOf(sessionSchema)

const memberStatuses = ['active', 'invited', 'deactivated'] as const

export const memberSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  status: z.enum(memberStatuses).meta({ description: 'invited: has not chosen a password yet' }),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
  sessions: z.number().int().meta({ description: 'Browsers signed in now' }),
})
export const memberListSchema = pageOf(memberSchema)

const roleSchema = z.enum(roles)
export const addMemberBodySchema = z.strictObject({ email: emailSchema, name: label(100), role: roleSchema })
export const changeRoleBodySchema = z.strictObject({ role: roleSchema })

/** A one-time link, told once; only its hash is kept. */
export const passwordLinkSchema = z.strictObject({
  path: z.string().meta({ description: 'Path and query under this instance’s address, for that person only' }),
  expiresAt: z.string(),
})
export const addedMemberSchema = z.strictObject({
  member: memberSchema,
  link: passwordLinkSchema.nullable().meta({ description: 'null: the person has an account on this instance already' }),
})

export const acceptLinkBodySchema = z.strictObject({ token: z.string().min(1).max(200), password: passwordSchema })
export const acceptedLinkSchema = z.strictObject({ email: z.string() })

export type Member = z.infer<typeof memberSchema>
export type Session = z.infer<typeof sessionSchema>
export type ApiKey = z.infer<typeof keySchema>
export type Me = z.infer<typeof meSchema>
