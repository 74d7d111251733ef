import { createHmac } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { secrets } from '#lib/platform/auth/secrets.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'

// Whoever reads the database, a replica, a backup or the audit log must not learn the value.
const sealingKey = () => secrets().derive('sealed-value')
const namingKey = () => secrets().derive('sealed-value-name')

const form = /^sealed:[0-9a-f]{32}$/

/** Whether a text is the reference of a sealed value, and not a value. */
export const isSealed = (text: string): boolean => form.test(text)

/**
 * Keeps a value sealed and gives its reference, the same for the same value in one project: what refers to it can be
 * compared and shown. A reference is given back as it is, so that what was read can be sent again.
 */
export async function sealValue({ prisma }: Reader, projectId: string, value: string): Promise<string> {
  if (isSealed(value)) return value
  const ref = `sealed:${createHmac('sha256', namingKey()).update(`${projectId}\n${value}`).digest('hex').slice(0, 32)}`
  const sealed = await new CompactEncrypt(new TextEncoder().encode(value))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(sealingKey())
  await prisma.sealedValue.createMany({ data: [{ projectId, ref, sealed }], skipDuplicates: true })
  return ref
}

/** The value behind a reference; null where there is none, or this instance's secret is not the one it was sealed with. */
export async function openValue({ prisma }: Reader, projectId: string, ref: string): Promise<string | null> {
  const row = await prisma.sealedValue.findUnique({ where: { projectId_ref: { projectId, ref } } })
  if (!row) return null
  try {
    const { plaintext } = await compactDecrypt(row.sealed, sealingKey())
    return new TextDecoder().decode(plaintext)
  } catch {
    return null
  }
}
