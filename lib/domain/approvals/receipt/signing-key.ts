import { CompactEncrypt, type CryptoKey, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { secrets } from '#lib/platform/auth/secrets.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { logger } from '#lib/platform/logger.ts'
import { newId } from '#lib/shared/ids.ts'

/** A key that signs receipts: Ed25519. */
export interface SigningKey {
  kid: string
  privateKey: CryptoKey | Uint8Array
}

/** The key that signs now. It is created on first use; if two processes do so at once, the unique index accepts one. */
export async function activeKey(reader: Reader): Promise<SigningKey> {
  const find = async () => {
    const row = await reader.prisma.signingKey.findFirst({ where: { active: true } })
    return { kid: row?.kid, key: row && (await open(row)) }
  }
  const found = await find()
  if (found.key) return found.key
  if (found.kid) {
    logger().warn(
      { kid: found.kid },
      'HOLDPOINT_SECRET cannot decrypt the key that signs receipts: a new key replaces it',
    )
    await retireKey(reader, found.kid)
  }
  await makeKey(reader)
  const { key } = await find()
  if (!key) throw new Error('no signing key')
  return key
}

/** Creates a key that signs from now on, and returns its id. Null: there is one already. */
export async function makeKey({ prisma }: Reader): Promise<string | null> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const kid = newId('key')
  const publicJwk = { ...(await exportJWK(pair.publicKey)) } as Prisma.InputJsonObject
  const privateJwe = await seal(await exportJWK(pair.privateKey))
  const made = await prisma.signingKey.createMany({
    data: [{ kid, publicJwk, privateJwe, active: true }],
    skipDuplicates: true,
  })
  return made.count > 0 ? kid : null
}

/**
 * Retires a key; false if it was retired before. Its private half is erased. The public half stays, to verify earlier receipts.
 */
export async function retireKey({ prisma }: Reader, kid: string): Promise<boolean> {
  const retired = await prisma.signingKey.updateMany({
    where: { kid, active: true },
    data: { active: false, privateJwe: null },
  })
  return retired.count > 0
}

/** All public keys, including retired ones, as a JWK set. */
export async function publicKeys(db: Database): Promise<{ keys: JWK[] }> {
  await activeKey(db)
  const rows = await db.prisma.signingKey.findMany({ orderBy: [{ createdAt: 'desc' }, { kid: 'asc' }] })
  return { keys: rows.map(row => ({ ...(row.publicJwk as JWK), kid: row.kid, alg: 'EdDSA', use: 'sig' })) }
}

// The private key is encrypted, so that a copy of the database alone cannot sign.
const sealingKey = () => secrets().derive('signing-key')

const seal = (key: JWK) =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(key)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(sealingKey())

/** Null: it was encrypted with another secret. */
async function open({ kid, privateJwe }: Prisma.SigningKeyModel): Promise<SigningKey | null> {
  try {
    const { plaintext } = await compactDecrypt(privateJwe ?? '', sealingKey())
    return { kid, privateKey: await importJWK(JSON.parse(new TextDecoder().decode(plaintext)), 'EdDSA') }
  } catch {
    return null
  }
}
