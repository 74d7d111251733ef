import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import type { Database } from '#lib/platform/db/client.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Approval } from './schemas.ts'

const receiptSeconds = 300

export interface SigningKey {
  kid: string
  public_jwk: JWK
  private_jwk: JWK
}

/** The signing key, made on first use; when two processes race, the unique index lets one key live. */
export async function activeKey(db: Database): Promise<SigningKey> {
  const sql = poolSql(db)
  const find = () => sql.query<SigningKey>('select kid, public_jwk, private_jwk from signing_key where active')
  const [existing] = await find()
  if (existing) return existing
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  await sql.query(
    'insert into signing_key (kid, public_jwk, private_jwk, active) values ($1, $2::jsonb, $3::jsonb, true) on conflict do nothing',
    [newId('key'), JSON.stringify(await exportJWK(publicKey)), JSON.stringify(await exportJWK(privateKey))],
  )
  const [made] = await find()
  if (!made) throw new Error('no signing key')
  return made
}

/**
 * Proof that a decision was made on this digest, verifiable offline: compact JWS, EdDSA, five minutes. `approvers` are
 * people: empty where the policy let the action through.
 */
export async function signReceipt(
  key: SigningKey,
  approval: Approval,
  decidedBy: 'person' | 'policy',
  now: Date,
): Promise<string> {
  const issued = Math.floor(now.getTime() / 1000)
  const claims = {
    aid: approval.id,
    digest: approval.digest,
    decision: approval.decision?.kind,
    approvers: approval.decision && decidedBy === 'person' ? [approval.decision.by] : [],
    policyVersion: approval.policyVersion,
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'holdpoint-receipt+jwt' })
    .setIssuer('holdpoint')
    .setIssuedAt(issued)
    .setExpirationTime(issued + receiptSeconds)
    .setJti(newId('rcp'))
    .sign(await importJWK(key.private_jwk, 'EdDSA'))
}

/** Public keys, also retired ones, as a JWK set. */
export async function publicKeys(db: Database): Promise<{ keys: JWK[] }> {
  await activeKey(db)
  const rows = await poolSql(db).query<SigningKey>('select kid, public_jwk from signing_key order by created_at desc')
  return { keys: rows.map(row => ({ ...row.public_jwk, kid: row.kid, alg: 'EdDSA', use: 'sig' })) }
}
