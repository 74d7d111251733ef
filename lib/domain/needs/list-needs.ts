import { authorize, denial } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { declared } from '#lib/platform/declared.ts'
import { logger, reasonOf } from '#lib/platform/logger.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { Need } from '#lib/shared/need.ts'
import type { listNeedsContract } from './contract.ts'

/** What needs a person now. A source that cannot be read is named, and hides none of the others. */
export async function listNeeds(
  ctx: Context,
  { query: { environment, each } }: Input<typeof listNeedsContract>,
): Promise<Output<typeof listNeedsContract>> {
  await authorize(ctx, 'project.read')
  const sources = declared().needs.filter(({ permission }) => denial(ctx.actor, permission) === null)
  const failed: string[] = []
  const answers = await Promise.all(
    sources.map(async source => {
      try {
        const { items, left } = await source.read(ctx, { environment, most: each })
        return { items, left: left && { source: source.id, ...left } }
      } catch (error) {
        logger().warn({ source: source.id, reason: reasonOf(error) }, 'what needs a person could not be read')
        failed.push(source.id)
        return { items: [], left: null }
      }
    }),
  )
  return {
    items: answers.flatMap(({ items }) => items).sort(mostUrgent),
    left: answers.flatMap(({ left }) => left ?? []),
    failed,
  }
}

/** Among the equally urgent what is too late first, then what waits longest. */
function mostUrgent(a: Need, b: Need): number {
  const late = (need: Need) => (need.until ? Date.parse(need.until) : Number.POSITIVE_INFINITY)
  return b.urgency - a.urgency || compare(late(a), late(b)) || compare(Date.parse(a.since), Date.parse(b.since))
}

const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1)
