import { z } from 'zod'
import { roles, scopes } from '#lib/shared/permissions.ts'
import { minPasswordLength, normaliseEmail, normalisePassword } from './rules.ts'

export const emailSchema = z.string().max(254).transform(normaliseEmail).pipe(z.email('That is not an e-mail address.'))

export const passwordSchema = z
  .string()
  .max(200, 'At most 200 characters.')
  .transform(normalisePassword)
  .pipe(z.string().min(minPasswordLength, `At least ${minPasswordLength} characters.`))

const label = (max: number) => z.string().trim().min(1, 'Say something.').max(max)

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
  agent: label(200).nullish(),
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
  revokedAt: z.string().nullable(),
})

export const createdKeySchema = keySchema.extend({ secret: z.string() })

export const keyListSchema = z.strictObject({ items: z.array(keySchema), nextCursor: z.string().nullable() })

export const keyListQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
})

export const idParamsSchema = z.strictObject({ id: z.string().min(1).max(100) })

export const meSchema = z.strictObject({
  kind: z.enum(['user', 'key']),
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  /** People have a role, keys have scopes. */
  role: z.enum(roles).nullable(),
  scopes: z.array(z.enum(scopes)),
  agent: z.string().nullable(),
  /** To be sent as `x-csrf-token` with every write of this browser session; null for keys, which need none. */
  csrfToken: z.string().nullable(),
})

export const signedOutSchema = z.strictObject({ sessions: z.number().int() })

export type ApiKey = z.infer<typeof keySchema>
export type Me = z.infer<typeof meSchema>
