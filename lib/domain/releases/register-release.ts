import { createHash } from 'node:crypto'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { registerReleaseContract } from './contract.ts'
import { findRelease } from './find-release.ts'
import { toItem } from './item.ts'

type Body = Input<typeof registerReleaseContract>['body']

/** The digest of what it runs. `codeUrl` is left out: it only says where to read the code. */
const digestOf = ({ agent, code, model, prompts, rag }: Body): string =>
  `sha256:${createHash('sha256').update(canonicalJson({ agent, code, model, prompts, rag })).digest('hex')}`

/** Registers a release. The same body again is answered with it; other contents under its name are 409 `release-differs`. */
export async function registerRelease(
  ctx: Context,
  { params: { slug }, body }: Input<typeof registerReleaseContract>,
): Promise<Output<typeof registerReleaseContract>> {
  await authorize(ctx, 'releases.register', { type: 'release', id: slug })
  const digest = digestOf(body)
  const { projectId } = ctx
  return change(ctx, async tx => {
    const { model, rag, ...rest } = body
    const [row] = await tx.prisma.release.createManyAndReturn({
      data: [
        {
          ...{ projectId, slug, ...rest, digest, ...(rag === null ? {} : { rag }) },
          ...{ modelProvider: model.provider, modelId: model.id, parameters: model.parameters },
          ...{ registeredAt: await ctx.clock.now(tx), registeredBy: ctx.actor.label },
        },
      ],
      skipDuplicates: true,
    })
    if (!row) {
      const known = await findRelease(tx, projectId, slug)
      if (known?.digest !== digest)
        throw conflict(
          'release-differs',
          `A release named ${slug} is already registered with other contents. Choose another name.`,
          {
            registered: known?.digest,
          },
        )
      return { ...toItem(known), created: false }
    }
    const object = { type: 'release', id: slug }
    await audit(tx, ctx, { action: 'release.registered', object, after: { ...body, digest } })
    await publish(tx, projectId, { topic: 'releases', type: 'release.registered', ids: [slug] })
    return { ...toItem(row), created: true }
  })
}
