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
 * Makes a new key that signs receipts. The private half of the old key is erased; earlier receipts can still be verified. Throws 403
 * outside the first project and without a recent password, and 409 `rotated-meanwhile`.
 */
export async function rotateSigningKey(ctx: Context): Promise<Output<typeof rotateSigningKeyContract>> {
  await authorize(ctx, 'keys.manage', { type: 'signing-key', id: 'active' })
  // The key signs for all projects. An administrator of some other project is not an administrator of the instance.
  if (ctx.projectId !== defaultProject)
    throw forbidden('Only an administrator of the first project may rotate the key.')
  await requireRecentSignIn(ctx)
  const { kid: old } = await activeKey(ctx.db)
  return change(ctx, async tx => {
    const kid = (await retireKey(tx, old)) ? await makeKey(tx) : null
    if (kid === null)
      throw conflict('rotated-meanwhile', 'Somebody else rotated the key at the same time. There is a new key already.')
    await audit(tx, ctx, {
      action: 'signing_key.rotated',
      object: { type: 'signing-key', id: kid },
      before: { kid: old },
      after: { kid },
    })
    return { kid, retired: old }
  })
}
