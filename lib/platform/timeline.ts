import type { Permission } from '#lib/shared/permissions.ts'
import type { Scope, TimelineItem } from '#lib/shared/timeline.ts'
import type { Context } from './context.ts'

export interface TimelineQuery {
  scope: Scope
  from: Date
  /** Exclusive. */
  to: Date
  /** The newest of them where there are more. */
  most: number
}

/** What a source tells; the timeline adds which source it was. What has no `alike` is always shown. */
export type Told = Omit<TimelineItem, 'source' | 'markdown' | 'alike'> & Partial<Pick<TimelineItem, 'alike'>>

/** A domain declares its entries for the timeline in its timeline.ts; the incidents domain does not know them. */
export interface TimelineSource {
  id: string
  /** Who may not do this is not told of it: the source is left out. */
  permission: Permission
  read(ctx: Context, query: TimelineQuery): Promise<Told[]>
}
