import { SignJWT } from 'jose'
import { newId } from '#lib/shared/ids.ts'
import type { Approval } from '../schemas.ts'
import type { SigningKey } from './signing-key.ts'

const receiptSeconds = 300

/**
 * Signs a receipt: a proof that this digest was approved, which can be verified offline. Compact JWS, EdDSA, valid for five minutes.
 * `approvers` are people; the list is empty if the policy allowed the action.
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
    .sign(key.privateKey)
}
