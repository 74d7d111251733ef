import type { PoolClient } from 'pg'
import {
  accumulate,
  type Contribution,
  emptyContribution,
  runContribution,
} from '#lib/domain/traces/store/rollups/contribution.ts'
import { pack, type StoredContribution, unpack } from '#lib/domain/traces/store/rollups/stored-contribution.ts'
import { type Column, insertFrom, type Statement, writeRows } from '#lib/domain/traces/store/tables/columns.ts'
import { logger } from '#lib/platform/logger.ts'
import { assignRuns } from './assign.ts'
import { type RunFigures, type RunPart, sumParts, traceNode } from './parts.ts'
import { type Graph, joinedLimit, reach } from './reach.ts'
import { partFromRow, partFromTrace } from './rows.ts'

/** What a trace now says about its runs. */
interface RunOwner {
  traceId: string
  edges: string[]
  parts: RunPart[]
}

/**
 * Recomputes every run that these traces are, were or become part of, and gives what the rollups gain or lose. Call it
 * under the locks of the traces and of their edges: then no other transaction joins or leaves them, and the run lock,
 * taken last, puts all others in a row.
 */
export async function joinRuns(
  client: PoolClient,
  projectId: string,
  owners: readonly RunOwner[],
): Promise<Contribution> {
  const delta = emptyContribution()
  if (owners.length === 0) return delta
  await client.query(`select pg_advisory_xact_lock(hashtextextended($1 || '/runs', 1))`, [projectId])
  const all = new Set(owners.map(owner => owner.traceId))
  const work = { client, projectId, all, delta }
  const together = await reachOf(work, owners)
  if (together.traceIds.length <= joinedLimit) await recompute(work, owners, together)
  else for (const owner of owners) await recomputeOne(work, owner)
  return delta
}

interface Work {
  client: PoolClient
  projectId: string
  /** All owners of this call, whose shares are known but not yet stored. */
  all: ReadonlySet<string>
  delta: Contribution
}

/** A trace that would join too many others keeps the edges it had, so that earlier joins stay valid. */
async function recomputeOne(work: Work, owner: RunOwner): Promise<void> {
  const graph = await reachOf(work, [owner])
  if (graph.traceIds.length <= joinedLimit) return recompute(work, [owner], graph)
  logger().warn({ traceId: owner.traceId }, `a run of more than ${joinedLimit} traces: not joined any further`)
  const kept = { ...owner, edges: graph.edges.get(owner.traceId) ?? [] }
  return recompute(work, [kept], await reachOf(work, [kept]))
}

/** What the owners' edges, old and new, lead to. */
async function reachOf({ client, projectId }: Work, owners: readonly RunOwner[]): Promise<Graph> {
  return reach(
    client,
    projectId,
    owners.flatMap(owner => [traceNode(owner.traceId), ...owner.edges]),
  )
}

async function recompute(work: Work, owners: readonly RunOwner[], graph: Graph): Promise<void> {
  const { client, projectId, delta } = work
  await writeEdges(client, projectId, owners)
  for (const { traceId, edges } of owners) graph.edges.set(traceId, edges)
  await adoptLinked(work, owners)
  const own = new Set(owners.map(owner => owner.traceId))
  const old = await partsStored(client, projectId, [...new Set([...own, ...graph.traceIds])])
  const parts = [...owners.flatMap(owner => owner.parts), ...old.map(row => row.part).filter(p => !own.has(p.traceId))]
  const runs = assignRuns(parts, graph.edges)
  await writeParts(client, projectId, own, runs, old)
  await writeRuns(client, projectId, [...new Set(old.map(row => row.runKey))], runs, delta)
}

async function writeEdges(client: PoolClient, projectId: string, owners: readonly RunOwner[]): Promise<void> {
  await client.query('delete from run_edge where project_id = $1 and trace_id = any($2::text[])', [
    projectId,
    owners.map(owner => owner.traceId),
  ])
  const edges = owners.flatMap(owner => owner.edges.map(node => ({ traceId: owner.traceId, node })))
  await client.query(
    'insert into run_edge (project_id, trace_id, node) select $1, t, n from unnest($2::text[], $3::text[]) as u(t, n)',
    [projectId, edges.map(edge => edge.traceId), edges.map(edge => edge.node)],
  )
}

/** Linked traces that were runs by themselves until now: their share moves from their own contribution to the run's. */
async function adoptLinked({ client, projectId, all, delta }: Work, owners: readonly RunOwner[]): Promise<void> {
  const linked = new Set(
    owners.flatMap(owner => owner.edges).flatMap(node => (node.startsWith('t:') ? [node.slice(2)] : [])),
  )
  const { rows } = await client.query(
    `select t.* from trace t where t.project_id = $1 and t.trace_id = any($2::text[])
       and not exists (select from run_part p where p.project_id = $1 and p.trace_id = t.trace_id)`,
    [projectId, [...linked].filter(id => !all.has(id))],
  )
  for (const row of rows) {
    const part = partFromTrace(row)
    accumulate(
      delta,
      runContribution(part, row.measures === null ? null : new Set<string>(row.measures.split(' '))),
      -1,
    )
    // A trace written before its spans told what they add has it in one sum.
    if (row.contribution !== null) {
      const contribution = unpack(row.contribution as StoredContribution)
      accumulate(contribution, runContribution(part), -1)
      await client.query('update trace set contribution = $3 where project_id = $1 and trace_id = $2', [
        projectId,
        row.trace_id,
        JSON.stringify(pack(contribution)),
      ])
    }
    await insertParts(client, projectId, [{ part, runKey: '' }])
  }
}

interface StoredPart {
  part: RunPart
  /** Empty while it has no run yet. */
  runKey: string
}

async function partsStored(client: PoolClient, projectId: string, traceIds: string[]): Promise<StoredPart[]> {
  const { rows } = await client.query('select * from run_part where project_id = $1 and trace_id = any($2::text[])', [
    projectId,
    traceIds,
  ])
  return rows.map(row => ({ part: partFromRow(row), runKey: row.run_key }))
}

const figureColumns = <T extends { figures: RunFigures }>(): Column<T>[] => [
  { name: 'agent', type: 'text', get: row => row.figures.agent },
  { name: 'framework', type: 'text', get: row => row.figures.framework },
  { name: 'release', type: 'text', get: row => row.figures.release },
  { name: 'environment', type: 'text', get: row => row.figures.environment },
  { name: 'executes', type: 'boolean', get: row => row.figures.executes },
  { name: 'start_us', type: 'bigint', get: row => row.figures.startUs },
  { name: 'end_us', type: 'bigint', get: row => row.figures.endUs },
  { name: 'llm_calls', type: 'int', get: row => row.figures.llmCalls },
  { name: 'tool_calls', type: 'int', get: row => row.figures.toolCalls },
  { name: 'unmetered_calls', type: 'int', get: row => row.figures.unmeteredCalls },
  { name: 'unpriced_spans', type: 'int', get: row => row.figures.unpricedSpans },
  { name: 'input_tokens', type: 'bigint', get: row => row.figures.input },
  { name: 'output_tokens', type: 'bigint', get: row => row.figures.output },
  { name: 'cost_nanos', type: 'bigint', get: row => row.figures.cost },
]

interface PartRow {
  projectId: string
  runKey: string
  traceId: string
  part: string
  figures: RunFigures
}
const partColumns: Column<PartRow>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'trace_id', type: 'text', get: row => row.traceId },
  { name: 'part', type: 'text', get: row => row.part },
  { name: 'run_key', type: 'text', get: row => row.runKey },
  ...figureColumns<PartRow>(),
]
const insertPartRows: Statement<PartRow> = {
  name: 'insert-run-parts',
  columns: partColumns,
  text: insertFrom('run_part', partColumns),
}

async function insertParts(client: PoolClient, projectId: string, parts: readonly StoredPart[]): Promise<void> {
  const rows = parts.map(({ part, runKey }) => ({
    projectId,
    runKey,
    traceId: part.traceId,
    part: part.part,
    figures: part,
  }))
  await writeRows(client, insertPartRows, rows)
}

async function writeParts(
  client: PoolClient,
  projectId: string,
  own: ReadonlySet<string>,
  runs: ReadonlyMap<string, RunPart[]>,
  old: readonly StoredPart[],
): Promise<void> {
  await client.query('delete from run_part where project_id = $1 and trace_id = any($2::text[])', [projectId, [...own]])
  const keyBefore = new Map(old.map(({ part, runKey }) => [JSON.stringify([part.traceId, part.part]), runKey]))
  const assigned = [...runs].flatMap(([runKey, parts]) => parts.map(part => ({ part, runKey })))
  await insertParts(
    client,
    projectId,
    assigned.filter(({ part }) => own.has(part.traceId)),
  )
  const moved = assigned.filter(
    ({ part, runKey }) => !own.has(part.traceId) && keyBefore.get(JSON.stringify([part.traceId, part.part])) !== runKey,
  )
  await client.query(
    `update run_part set run_key = u.k from unnest($2::text[], $3::text[], $4::text[]) as u(t, p, k)
     where project_id = $1 and trace_id = u.t and part = u.p`,
    [projectId, moved.map(m => m.part.traceId), moved.map(m => m.part.part), moved.map(m => m.runKey)],
  )
}

interface RunRow {
  projectId: string
  runKey: string
  traceCount: number
  figures: RunFigures
  contribution: Contribution
}
const runColumns: Column<RunRow>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'run_key', type: 'text', get: row => row.runKey },
  { name: 'trace_count', type: 'int', get: row => row.traceCount },
  ...figureColumns<RunRow>(),
  { name: 'contribution', type: 'jsonb', get: row => pack(row.contribution) },
]
const insertRunRows: Statement<RunRow> = {
  name: 'insert-runs',
  columns: runColumns,
  text: insertFrom('run', runColumns),
}

async function writeRuns(
  client: PoolClient,
  projectId: string,
  before: readonly string[],
  runs: ReadonlyMap<string, RunPart[]>,
  delta: Contribution,
): Promise<void> {
  const { rows: gone } = await client.query(
    'delete from run where project_id = $1 and run_key = any($2::text[]) returning contribution',
    [projectId, [...new Set([...before, ...runs.keys()])]],
  )
  for (const row of gone) accumulate(delta, unpack(row.contribution as StoredContribution), -1)
  const rows = [...runs].map(([runKey, parts]): RunRow => {
    const figures = sumParts(parts)
    const traceCount = new Set(parts.map(part => part.traceId)).size
    return { projectId, runKey, traceCount, figures, contribution: runContribution(figures) }
  })
  for (const row of rows) accumulate(delta, row.contribution, 1)
  await writeRows(client, insertRunRows, rows)
}
