import { randomBytes } from 'node:crypto'
import { audit } from '#lib/platform/audit/write.ts'
import { keyHash as tokenHash } from '#lib/platform/auth/api-keys.ts'
import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import { systemContext } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Env } from '#lib/platform/env.ts'
import { StartError } from '#lib/platform/start-error.ts'
import { newId } from '#lib/shared/ids.ts'
import { scopes } from '#lib/shared/permissions.ts'
import { insertKey, insertUser, isSetUp } from './internal.ts'
import { hashPassword } from './passwords/passwords.ts'
import { emailSchema, passwordSchema } from './schemas.ts'

type InitEnv = Pick<Env, 'initEmail' | 'initPassword' | 'initApiKey'>

/**
 * Runs at every start, after the migrations. On an instance nobody has set up it either creates the administrator that
 * HOLDPOINT_INIT_* names, or answers the setup link's path with a fresh token (an older link stops working).
 * Throws a StartError with one clear sentence when HOLDPOINT_INIT_* is incomplete or unusable.
 */
export async function ensureSetup(db: Database, { env }: { env: InitEnv }): Promise<{ setupUrl: string | null }> {
  const { instanceState } = db.prisma
  await instanceState.createMany({ data: [{ id: 1 }], skipDuplicates: true })
  if (await isSetUp(db)) return { setupUrl: null }
  const first = firstAdministrator(env)
  if (first) {
    await createFirst(db, first)
    return { setupUrl: null }
  }
  const token = randomBytes(32).toString('base64url')
  const open = await instanceState.updateMany({
    where: { id: 1, setupAt: null },
    data: { setupTokenHash: tokenHash(token) },
  })
  return { setupUrl: open.count > 0 ? `/setup?token=${token}` : null }
}

interface FirstAdministrator {
  email: string
  password: string
  apiKey: string | null
}

/** What HOLDPOINT_INIT_* asks for, checked; null when none is set. Pure. */
export function firstAdministrator(env: InitEnv): FirstAdministrator | null {
  const { initEmail, initPassword, initApiKey } = env
  if (!initEmail && !initPassword && !initApiKey) return null
  const missing = [
    ['HOLDPOINT_INIT_EMAIL', initEmail],
    ['HOLDPOINT_INIT_PASSWORD', initPassword],
  ].flatMap(([name, value]) => (value ? [] : [name]))
  if (missing.length > 0) {
    throw new StartError(
      `A headless first start needs ${missing.join(' and ')} too: set it, or none of HOLDPOINT_INIT_*.`,
    )
  }
  const email = emailSchema.safeParse(initEmail)
  if (!email.success) throw new StartError('HOLDPOINT_INIT_EMAIL is not an e-mail address.')
  const password = passwordSchema.safeParse(initPassword)
  if (!password.success) throw new StartError('HOLDPOINT_INIT_PASSWORD must have 12 to 200 characters.')
  const apiKey = initApiKey || null
  if (apiKey !== null && !initialKey.test(apiKey)) {
    throw new StartError('HOLDPOINT_INIT_API_KEY must be hp_ and 8 to 190 visible ASCII characters, without spaces.')
  }
  return { email: email.data, password: password.data, apiKey }
}

/** A key that the operator made: we check its form, how random it is we cannot know. */
const initialKey = /^hp_[\x21-\x7e]{8,190}$/

async function createFirst(db: Database, first: FirstAdministrator): Promise<void> {
  const ctx = systemContext(db, defaultProject, 'headless-start')
  const passwordHash = await hashPassword(first.password)
  const userId = newId('usr')
  await transaction(db, async tx => {
    const won = await tx.prisma.instanceState.updateMany({
      where: { id: 1, setupAt: null },
      data: { setupAt: await ctx.clock.now(tx), setupBy: userId, setupTokenHash: null },
    })
    // Another process of the same deployment was first, with the same variables.
    if (won.count === 0) return
    const name = first.email.split('@')[0] ?? first.email
    await insertUser(tx, ctx, userId, { email: first.email, name, passwordHash }, 'admin')
    await audit(tx, ctx, {
      action: 'instance.set_up',
      object: { type: 'instance', id: 'holdpoint' },
      after: { administrator: userId, email: first.email },
    })
    if (first.apiKey === null) return
    const key = {
      projectId: defaultProject,
      name: 'initial',
      secret: first.apiKey,
      scopes,
      agent: null,
      expiresAt: null,
    }
    const keyId = await insertKey(tx, { ...key, createdBy: userId })
    await audit(tx, ctx, {
      action: 'key.created',
      object: { type: 'key', id: keyId },
      after: { name: key.name, scopes: [...scopes], agent: null },
    })
  })
}
