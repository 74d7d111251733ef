import type { Need, NeedsLeft } from '#lib/shared/need.ts'
import type { Permission } from '#lib/shared/permissions.ts'
import type { Context } from './context.ts'

/** A domain in which something may wait for a person declares one in its needs.ts; the overview knows none of them. */
export interface NeedSource {
  id: string
  /** Who may not do this has nothing to do here: the source is left out. */
  permission: Permission
  /** The most urgent first, at most `most`, and what is left. */
  read(
    ctx: Context,
    query: { environment: string | undefined; most: number },
  ): Promise<{ items: Need[]; left: Omit<NeedsLeft, 'source'> | null }>
}
