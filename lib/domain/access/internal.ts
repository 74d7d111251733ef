import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Role, Scope } from '#lib/shared/permissions.ts'

/** First characters of a secret that are shown again: ten, or fewer where that would give away a short one. */
const shownPrefix = (secret: string) => secret.slice(0, Math.min(10, 3 + Math.floor((secret.length - 3) / 4)))

export interface NewUser {
  email: string
  name: string
  passwordHash: string
}

/** Whether somebody has set the instance up. */
export async function isSetUp({ prisma }: Reader): Promise<boolean> {
  return (await prisma.instanceState.count({ where: { id: 1, setupAt: { not: null } } })) > 0
}

/** Inserts a person who has chosen a password, and their membership of the default project. */
export async function insertUser(tx: Tx, ctx: Context, id: string, user: NewUser, role: Role): Promise<void> {
  const { prisma } = tx
  await prisma.project.createMany({
    data: [{ id: defaultProject, slug: defaultProject, name: 'Default' }],
    skipDuplicates: true,
  })
  await prisma.user.create({ data: { id, ...user, passwordSetAt: await ctx.clock.now(tx) } })
  await prisma.membership.create({ data: { projectId: defaultProject, userId: id, role } })
}

export interface NewKey {
  projectId: string
  name: string
  secret: string
  scopes: readonly Scope[]
  agent: string | null
  createdBy: string | null
  /** Null: it lives until it is revoked. */
  expiresAt: Date | null
}

/** Inserts a key; only its hash and first characters are kept. Answers its id. */
export async function insertKey({ prisma }: Tx, { secret, scopes, ...key }: NewKey): Promise<string> {
  const id = newId('key')
  const hidden = { prefix: shownPrefix(secret), hash: keyHash(secret) }
  await prisma.apiKey.create({ data: { id, ...key, ...hidden, scopes: [...scopes] } })
  return id
}
