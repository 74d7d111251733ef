import type { PoolClient } from 'pg'
import {
  agentDimensions,
  agentSums,
  binGrains,
  promptMeasures,
  promptSums,
  rollupDimensions,
  rollupGrains,
  spanSums,
  sumMeasures,
  traceSums,
} from '#lib/domain/traces/measures.ts'
import { type Column, insertFrom, type Statement, writeRows } from '#lib/domain/traces/store/tables/columns.ts'
import type { Contribution, SpanSums, TraceSums } from './contribution.ts'
import type { PromptSums } from './prompt-contribution.ts'

interface SumRow {
  projectId: string
  grain: number
  bucket: number
  key: string[]
  sums: SpanSums
}
interface BinRow {
  projectId: string
  grain: number
  bucket: number
  key: string[]
  bin: number
  count: number
}

interface TopRow {
  projectId: string
  key: [hour: number, environment: string, dimension: string, value: string]
  sums: TraceSums
}

interface PromptRow {
  projectId: string
  key: [minute: number, environment: string, prompt: string, version: string]
  sums: PromptSums
}

/** Traces that began, and what their spans add. */
const agentMeasures = ['traces', ...agentSums] as const

interface AgentRow {
  projectId: string
  grain: number
  bucket: number
  key: string[]
  sums: Record<(typeof agentMeasures)[number], number>
}

const shared = <T extends { projectId: string; grain: number; bucket: number; key: string[] }>(): Column<T>[] => [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'grain', type: 'int', get: row => row.grain },
  { name: 'bucket', type: 'seconds', get: row => row.bucket },
  ...rollupDimensions.map((name, i): Column<T> => ({ name, type: 'text', get: row => row.key[i] })),
]
const sumColumns: Column<SumRow>[] = [
  ...shared<SumRow>(),
  ...spanSums.map(
    (name): Column<SumRow> => ({ name: sumMeasures[name].column, type: 'bigint', get: row => row.sums[name] }),
  ),
]
const binColumns: Column<BinRow>[] = [
  ...shared<BinRow>(),
  { name: 'metric', type: 'text', get: row => row.key[rollupDimensions.length] },
  { name: 'bin', type: 'smallint', get: row => row.bin },
  { name: 'count', type: 'bigint', get: row => row.count },
]
const topColumns: Column<TopRow>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'bucket', type: 'seconds', get: row => row.key[0] },
  { name: 'environment', type: 'text', get: row => row.key[1] },
  { name: 'dimension', type: 'text', get: row => row.key[2] },
  { name: 'value', type: 'text', get: row => row.key[3] },
  ...traceSums.map(
    (name): Column<TopRow> => ({ name: sumMeasures[name].column, type: 'bigint', get: row => row.sums[name] }),
  ),
]
const agentColumns: Column<AgentRow>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'grain', type: 'int', get: row => row.grain },
  { name: 'bucket', type: 'seconds', get: row => row.bucket },
  ...agentDimensions.map((name, i): Column<AgentRow> => ({ name, type: 'text', get: row => row.key[i] })),
  ...agentMeasures.map(
    (name): Column<AgentRow> => ({ name: sumMeasures[name].column, type: 'bigint', get: row => row.sums[name] }),
  ),
]
const promptKey = ['project_id', 'bucket', 'environment', 'prompt', 'version']
const promptColumns: Column<PromptRow>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'bucket', type: 'seconds', get: row => row.key[0] },
  { name: 'environment', type: 'text', get: row => row.key[1] },
  { name: 'prompt', type: 'text', get: row => row.key[2] },
  { name: 'version', type: 'text', get: row => row.key[3] },
  ...promptSums.map((name): Column<PromptRow> => {
    const { column, type } = promptMeasures[name]
    return { name: column, type, get: row => row.sums[name] }
  }),
]
const key = ['project_id', 'grain', 'bucket', ...rollupDimensions]
/** `a = r.a + excluded.a, …` */
const adding = (measures: readonly { column: string }[]) =>
  measures
    .map(({ column }) => column)
    .map(column => `${column} = r.${column} + excluded.${column}`)
    .join(', ')
const addSums: Statement<SumRow> = {
  name: 'add-sums',
  columns: sumColumns,
  text: `${insertFrom('rollup', sumColumns, 'r')} on conflict (${key.join(', ')}) do update set ${adding(spanSums.map(name => sumMeasures[name]))}`,
}
const addBins: Statement<BinRow> = {
  name: 'add-bins',
  columns: binColumns,
  text: `${insertFrom('rollup_bin', binColumns, 'r')} on conflict (${[...key, 'metric', 'bin'].join(', ')}) do update set count = r.count + excluded.count`,
}
const addTops: Statement<TopRow> = {
  name: 'add-tops',
  columns: topColumns,
  text: `${insertFrom('rollup_top', topColumns, 'r')} on conflict (project_id, bucket, environment, dimension, value) do update set ${adding(traceSums.map(name => sumMeasures[name]))}`,
}
const addPrompts: Statement<PromptRow> = {
  name: 'add-prompts',
  columns: promptColumns,
  text: `${insertFrom('rollup_prompt', promptColumns, 'r')} on conflict (${promptKey.join(', ')}) do update set ${adding(Object.values(promptMeasures))}`,
}
const addAgents: Statement<AgentRow> = {
  name: 'add-agents',
  columns: agentColumns,
  text: `${insertFrom('rollup_by_agent', agentColumns, 'r')} on conflict (${['project_id', 'grain', 'bucket', ...agentDimensions].join(', ')}) do update set ${adding(agentMeasures.map(name => sumMeasures[name]))}`,
}

/** Adds a difference to all grains. Rows go in one order for all writers, so that they wait and never deadlock. */
export async function writeRollups(client: PoolClient, projectId: string, delta: Contribution): Promise<void> {
  await writeRows(
    client,
    addSums,
    rollupGrains.flatMap(grain => sumRows(projectId, grain, delta)),
  )
  await writeRows(
    client,
    addBins,
    binGrains.flatMap(grain => binRows(projectId, grain, delta)),
  )
  await writeRows(client, addTops, rowsOf<TopRow>(projectId, delta.tops))
  await writeRows(client, addPrompts, rowsOf<PromptRow>(projectId, delta.prompts))
  await writeRows(
    client,
    addAgents,
    rollupGrains.flatMap(grain => agentRows(projectId, grain, delta)),
  )
}

const bucketOf = (minute: number, grain: number) => minute - (minute % grain)
const inOrder = <T>(rows: Map<string, T>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)

function sumRows(projectId: string, grain: number, delta: Contribution): SumRow[] {
  const rows = new Map<string, SumRow>()
  for (const [text, sums] of delta.sums) {
    const [minute, ...key] = JSON.parse(text) as [number, ...string[]]
    const bucket = bucketOf(minute, grain)
    const id = JSON.stringify([bucket, ...key])
    const row = rows.get(id)
    if (!row) rows.set(id, { projectId, grain, bucket, key, sums: { ...sums } })
    else for (const name of spanSums) row.sums[name] += sums[name]
  }
  return inOrder(rows)
}

function binRows(projectId: string, grain: number, delta: Contribution): BinRow[] {
  const rows = new Map<string, BinRow>()
  for (const [text, count] of delta.bins) {
    const parts = JSON.parse(text) as [number, ...string[]]
    const bucket = bucketOf(parts[0], grain)
    const bin = Number(parts.at(-1))
    const id = JSON.stringify([bucket, ...parts.slice(1)])
    const row = rows.get(id)
    if (!row) rows.set(id, { projectId, grain, bucket, key: parts.slice(1, -1) as string[], bin, count })
    else row.count += count
  }
  return inOrder(rows)
}

/** What its spans and traces add to each agent as a whole. */
function agentRows(projectId: string, grain: number, delta: Contribution): AgentRow[] {
  const rows = new Map<string, AgentRow>()
  const rowFor = (text: string) => {
    const [minute, ...all] = JSON.parse(text) as [number, ...string[]]
    const [bucket, key] = [bucketOf(minute, grain), all.slice(0, agentDimensions.length)]
    const id = JSON.stringify([bucket, ...key])
    const row = rows.get(id) ?? { projectId, grain, bucket, key, sums: noAgentSums() }
    rows.set(id, row)
    return row
  }
  for (const [text, sums] of delta.sums) {
    if (agentSums.every(name => sums[name] === 0)) continue
    const row = rowFor(text)
    for (const name of agentSums) row.sums[name] += sums[name]
  }
  for (const [text, count] of delta.traces) rowFor(text).sums.traces += count
  return inOrder(rows).filter(({ sums }) => Object.values(sums).some(sum => sum !== 0))
}

const noAgentSums = () => Object.fromEntries(agentMeasures.map(name => [name, 0])) as AgentRow['sums']

function rowsOf<Row extends TopRow | PromptRow>(projectId: string, of: ReadonlyMap<string, Row['sums']>): Row[] {
  return inOrder(new Map([...of].map(([text, sums]) => [text, { projectId, key: JSON.parse(text), sums } as Row])))
}
