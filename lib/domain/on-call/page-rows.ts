import type { z } from 'zod'
import type { Message } from '#lib/domain/channels/schemas.ts'
import { fieldsOf } from '#lib/platform/config/rows.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { onCallConfig } from './contract.ts'
import type { PageState, Policy, pageItem } from './schemas.ts'

// SQL: pages are made in the transactions of permits, which have no Prisma client.

/** A page as it stands in its row. */
export interface PageRow {
  id: string
  key: string
  policy: string
  message: Message
  state: PageState
  revision: number
  steps: number
  told: string[]
  openedAt: Date
}

const columns = 'id, key, policy, message, state, revision, steps, told, opened_at as "openedAt"'

/** The page with this key that has not ended, locked until the transaction ends. */
export async function lockPage(sql: Sql, projectId: string, key: string): Promise<PageRow | null> {
  const [row] = await sql.query<PageRow>(
    `select ${columns} from on_call_page where project_id = $1 and key = $2 and state <> 'ended' for update`,
    [projectId, key],
  )
  return row ?? null
}

/** Locks a page with a step that is due. Null if none is due, or if somebody else has locked it. */
export async function lockDue(sql: Sql, projectId: string, id: string, now: Date): Promise<PageRow | null> {
  const [row] = await sql.query<PageRow>(
    `select ${columns} from on_call_page where project_id = $1 and id = $2 and state = 'open' and next_at <= $3::timestamptz
     for update skip locked`,
    [projectId, id, now.toISOString()],
  )
  return row ?? null
}

/** The on-call rules that apply now. */
export async function readPolicies(sql: Sql, projectId: string): Promise<Policy[]> {
  const rows = await sql.query<{ slug: string; body: Prisma.JsonValue }>(
    'select slug, body from config_object where project_id = $1 and kind = $2 and archived_at is null',
    [projectId, onCallConfig.name],
  )
  return rows.map(({ slug, body }) => ({ slug, ...fieldsOf(onCallConfig, { body }) }))
}

export function toItem(row: Prisma.OnCallPageModel): z.output<typeof pageItem> {
  const { title, severity, path } = row.message as unknown as Message
  const { id, key, policy, revision, steps, changedBy } = row
  return {
    ...{ id, key, policy, title, severity, path, revision, steps, changedBy },
    state: row.state as PageState,
    told: row.told as string[],
    nextAt: row.state === 'open' && row.nextAt ? toRfc3339(row.nextAt) : null,
    openedAt: toRfc3339(row.openedAt),
    changedAt: toRfc3339(row.changedAt),
  }
}
