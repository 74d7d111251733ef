import { CompactEncrypt, type CryptoKey, compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { secrets } from '#lib/platform/auth/secrets.ts'
import { type Database, poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { logger } from '#lib/platform/logger.ts'
import { newId } from '#lib/shared/ids.ts'

/** What receipts are signed with: Ed25519. */
export interface SigningKey {
  kid: string
  privateKey: CryptoKey | Uint8Array
}

interface Row {
  kid: string
  public_jwk: JWK
  private_jwe: string | null
}

/** The key that signs now, made on first use; when two processes race, the unique index lets one live. */
export async function activeKey(db: Database): Promise<SigningKey> {
  const sql = poolSql(db)
  const find = async () => {
    const [row] = await sql.query<Row>('select kid, public_jwk, private_jwe from signing_key where active')
    return { kid: row?.kid, key: row && (await open(row)) }
  }
  const found = await find()
  if (found.key) return found.key
  if (found.kid) {
    logger().warn(
      { kid: found.kid },
      'HOLDPOINT_SECRET does not open the key that receipts are signed with: a new one takes its place',
    )
    await retireKey(sql, found.kid)
  }
  await makeKey(sql)
  const { key } = await find()
  if (!key) throw new Error('no signing key')
  return key
}

/** Makes a key and lets it sign; null when another does already. Gives its id. */
export async function makeKey(sql: Sql): Promise<string | null> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const [made] = await sql.query<{ kid: string }>(
    `insert into signing_key (kid, public_jwk, private_jwe, active) values ($1, $2::jsonb, $3, true)
     on conflict do nothing returning kid`,
    [newId('key'), JSON.stringify(await exportJWK(pair.publicKey)), await seal(await exportJWK(pair.privateKey))],
  )
  return made?.kid ?? null
}

/**
 * The key signs no more; false when it did not before. Its private half is gone for good, the public one stays, for the
 * receipts that are out.
 */
export async function retireKey(sql: Sql, kid: string): Promise<boolean> {
  const retired = await sql.query(
    'update signing_key set active = false, private_jwe = null where kid = $1 and active returning kid',
    [kid],
  )
  return retired.length > 0
}

/** Public keys, also retired ones, as a JWK set. */
export async function publicKeys(db: Database): Promise<{ keys: JWK[] }> {
  await activeKey(db)
  const rows = await poolSql(db).query<Row>('select kid, public_jwk from signing_key order by created_at desc, kid')
  return { keys: rows.map(row => ({ ...row.public_jwk, kid: row.kid, alg: 'EdDSA', use: 'sig' })) }
}

// What lies in the database, in its replicas and in its backups must not be enough to sign.
const sealingKey = () => secrets().derive('signing-key')

const seal = (key: JWK) =>
  new CompactEncrypt(new TextEncoder().encode(JSON.stringify(key)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(sealingKey())

/** Null where this instance's secret is not the one it was sealed with. */
async function open({ kid, private_jwe }: Row): Promise<SigningKey | null> {
  try {
    const { plaintext } = await compactDecrypt(private_jwe ?? '', sealingKey())
    return { kid, privateKey: await importJWK(JSON.parse(new TextDecoder().decode(plaintext)), 'EdDSA') }
  } catch {
    return null
  }
}
