import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { spanId } from '#lib/shared/trace-ids.ts'
import type { listSpansContract } from './contract.ts'
import {
  type Add,
  attributeTest,
  likePattern,
  orders,
  type Place,
  parameters,
  placeIn,
  walkTraces,
} from './filter-sql.ts'
import { payloadOf, toSpanRow } from './internal.ts'
import type { SpanFilter } from './list-schemas.ts'

type Row = Record<string, unknown>

/**
 * Spans that match: by trace, the newest trace first, and by start within it. Like the list of traces it looks at a
 * bounded number of traces a page.
 */
export async function listSpans(
  ctx: Context,
  { query: filter }: Input<typeof listSpansContract>,
): Promise<Output<typeof listSpansContract>> {
  await authorize(ctx, 'traces.read')
  const { values, add } = parameters()
  const { cursor, after } = readCursor(filter.cursor)
  const payload = filter.text !== undefined || filter.attribute !== undefined
  const walk = walkTraces(
    ctx.projectId,
    {
      from: filter.from,
      to: filter.to,
      cursor,
      order: newest,
      window: payload ? 1_000 : 5_000,
      also: filter.traceId ? [`trace_id = ${add(filter.traceId)}`] : [],
    },
    add,
  )
  const rows = await poolSql(ctx.db).query<Row>(
    `select s.*, t.position, t.trace_id as "walkedTrace", (${walk.isEnd}) as "isEnd" from ${walk.from}
     left join lateral (
       select s.* from span s ${payload ? payloadOf : ''}
       where s.project_id = t.project_id and s.day = t.day and s.trace_id = t.trace_id
         and ${[...conditions(filter, add), ...after(add)].join(' and ')}
       -- A fence: joined the other way round, it would read every span there is.
       offset 0
     ) s on true
     where s.span_id is not null or ${walk.isEnd} order by ${walk.orderBy}, s.start_us, s.span_id limit ${filter.limit + 1}`,
    values,
  )
  return {
    items: rows.filter(found).slice(0, filter.limit).map(toSpanRow),
    nextCursor: nextCursorOf(rows, filter.limit),
  }
}

const found = (row: Row) => row.span_id !== null

const newest = orders['-startedAt']
/** The end of a page: the trace, and, if it is within a trace, also the start and id of the span. */
const spanPlace = z.tuple([z.string().regex(/^-?\d{1,18}$/), spanId])
const cursors = listCursor('spans', z.tuple([placeIn(newest), spanPlace.nullable()]))

function nextCursorOf(rows: readonly Row[], limit: number): string | null {
  const traceOf = (row: Row): [string, string] => [String(row.position), String(row.walkedTrace)]
  const last = rows.length > limit ? rows[limit - 1] : undefined
  if (last) return cursors.write([traceOf(last), [String(last.start_us), String(last.span_id)]])
  const end = rows.find(row => row.isEnd === true)
  return end ? cursors.write([traceOf(end), null]) : null
}

function readCursor(text: string | undefined): { cursor?: Place; after: (add: Add) => string[] } {
  const none = () => []
  if (text === undefined) return { after: none }
  const [[position, traceId], span] = cursors.read(text)
  if (span === null) return { cursor: { position, traceId }, after: none }
  const [startUs, spanId] = span
  return {
    cursor: { position, traceId, inclusive: true },
    after: add => [
      `(t.trace_id <> ${add(traceId)} or (s.start_us, s.span_id) > (${add(startUs)}::bigint, ${add(spanId)}))`,
    ],
  }
}

const equal = {
  agent: 'agent',
  release: 'release',
  environment: 'environment',
  framework: 'framework',
  session: 'session_id',
  user: 'user_id',
  model: 'model',
  tool: 'tool',
  kind: 'kind',
} as const

function conditions(filter: SpanFilter, add: Add): string[] {
  const result = ['true']
  for (const [name, column] of Object.entries(equal)) {
    const value = filter[name as keyof typeof equal]
    if (value !== undefined) result.push(`s.${column} = ${add(value)}`)
  }
  if (filter.status === 'error') result.push("s.status = 'error'")
  else if (filter.status) result.push(`s.status = 'ok' and s.end_us is ${filter.status === 'ok' ? 'not ' : ''}null`)
  if (filter.attribute) result.push(attributeTest(filter.attribute, add))
  if (filter.text) {
    const like = add(likePattern(filter.text))
    const columns = ['s.name', 's.tool', 's.model', 's.status_message', 'p.input', 'p.output']
    const message = `(select true from span_message m where m.project_id = s.project_id and m.trace_id = s.trace_id
      and m.span_id = s.span_id and m.direction <> 'usage' and m.json ilike ${like} limit 1)`
    result.push(`(${columns.map(column => `${column} ilike ${like}`).join(' or ')} or ${message})`)
  }
  return result
}
