import { audit } from '#lib/platform/audit/write.ts'
import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Output } from '#lib/shared/contract.ts'
import { conflict, forbidden } from '#lib/shared/problem.ts'
import type { rotateSigningKeyContract } from '../contract.ts'
import { activeKey, makeKey, retireKey } from './signing-key.ts'

/**
 * Lets a new key sign receipts. The old one's private half is erased; receipts that are out can be verified as before.
 * Throws 403 in another project than the first or where the password is to be typed again, 409 `rotated-meanwhile`.
 */
export async function rotateSigningKey(ctx: Context): Promise<Output<typeof rotateSigningKeyContract>> {
  await authorize(ctx, 'keys.manage', { type: 'signing-key', id: 'active' })
  // The key signs for every project: who made a project for themselves is no administrator of the instance.
  if (ctx.projectId !== defaultProject)
    throw forbidden('Only an administrator of the first project may rotate the key.')
  await requireRecentSignIn(ctx)
  const { kid: old } = await activeKey(ctx.db)
  return change(ctx, async tx => {
    const kid = (await retireKey(tx, old)) ? await makeKey(tx) : null
    if (kid === null) throw conflict('rotated-meanwhile', 'Somebody else rotated the key at the same time.')
    await audit(tx, ctx, {
      action: 'signing_key.rotated',
      object: { type: 'signing-key', id: kid },
      before: { kid: old },
      after: { kid },
    })
    return { kid, retired: old }
  })
}
