import type { PoolClient } from 'pg'
import { agentDimensions } from '#lib/domain/traces/measures.ts'
import { countPlace, countPrompts, countRun, countShare, countSpan, countTops } from './count-trace.ts'
import type { Expected } from './expected.ts'
import { RawTrace, type Row } from './raw-trace.ts'

/** The most traces that are read at once, within the limit of spans. */
const batch = { traces: 500, spans: 5_000 }

/** A difference that was found, for a reader. */
export type Difference = string

/** Spans counted so far, of how many. */
export type Progress = (counted: number, of: number) => void

interface Batch {
  /** By trace. */
  spans: Map<string, Row[]>
  traces: Row[]
}

/** Counts every trace of the project into what is expected, some at a time; the first that its own row tells otherwise. */
export async function countTraces(
  client: PoolClient,
  projectId: string,
  expected: Expected,
  progress: (counted: number) => void,
): Promise<Difference | null> {
  let [after, counted] = ['', 0]
  for (;;) {
    const { traces, spans } = await nextBatch(client, projectId, after)
    if (traces.length === 0) break
    for (const row of traces) {
      const found = spans.get(row.trace_id)
      if (!found) return `trace ${row.trace_id}: it has a row and no spans`
      const trace = new RawTrace(found)
      const difference = countTrace(expected, trace, row)
      if (difference) return difference
      await countRuns(client, expected, trace, row.run_keys)
    }
    await expectScores(client, projectId, traces, spans)
    await expected.flush(false)
    after = traces.at(-1)?.trace_id
    for (const row of traces) counted += row.span_count
    progress(counted)
  }
  await expected.flush(true)
  return null
}

async function nextBatch(client: PoolClient, projectId: string, after: string): Promise<Batch> {
  const { rows } = await client.query(
    `select t.*, array(select p.part || ' ' || p.run_key from run_part p where p.project_id = $1 and p.trace_id = t.trace_id) as run_keys
     from trace t where project_id = $1 and trace_id > $2 order by trace_id limit ${batch.traces}`,
    [projectId, after],
  )
  const upTo = (i: number) => rows.slice(0, i + 1).reduce((sum, row) => sum + row.span_count, 0)
  const traces = rows.filter((_, i) => i === 0 || upTo(i) <= batch.spans)
  const spans = await client.query(
    `select s.* from unnest($2::text[], $3::date[]) as t(trace_id, day) cross join lateral (
       select * from span where project_id = $1 and day = t.day and trace_id = t.trace_id offset 0
     ) s`,
    [projectId, traces.map(row => row.trace_id), traces.map(row => row.day)],
  )
  return { traces, spans: Map.groupBy(spans.rows, row => row.trace_id) }
}

function countTrace(expected: Expected, trace: RawTrace, row: Row): Difference | null {
  for (const span of trace.spans) {
    const count = countSpan(trace, span)
    if (count) expected.addSpan(count)
  }
  for (const count of countTops(trace)) expected.addTop(count)
  for (const count of countPrompts(trace)) expected.addPrompt(count)
  expected.addTrace(countPlace(trace))
  const told = { ...trace.identity(), start_us: String(trace.start()), span_count: trace.spans.length }
  const wrong = Object.entries(told).find(([name, value]) => row[name] !== value)
  return wrong
    ? `trace ${trace.id}: its row has ${wrong[0]} ${show(row[wrong[0]])}, its spans say ${show(wrong[1])}`
    : null
}

const show = (value: unknown) => JSON.stringify(value)

/** A trace that is not joined with others is a run by itself; shares of other runs are added up when all are known. */
async function countRuns(
  client: PoolClient,
  expected: Expected,
  trace: RawTrace,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) {
    const run = countRun([countShare(trace)])
    if (run) expected.addValues(run.minute, run.key, run.values)
    return
  }
  const named = trace.runs().length > 1
  for (const key of keys) {
    const [part = '', runKey] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)]
    const spans = named ? trace.part(part) : trace
    if (!spans) continue
    await client.query('insert into run_share values ($1, $2, $3, $4)', [
      runKey,
      trace.id,
      part,
      JSON.stringify(countShare(spans)),
    ])
  }
}

/** Scores count at their span, or else at its trace. */
async function expectScores(
  client: PoolClient,
  projectId: string,
  traces: readonly Row[],
  spans: Batch['spans'],
): Promise<void> {
  const { rows } = await client.query(
    'select id, trace_id, span_id, response_id from score where project_id = $1 and trace_id = any($2::text[])',
    [projectId, traces.map(row => row.trace_id)],
  )
  if (rows.length === 0) return
  const raw = new Map<string, RawTrace>()
  const places = rows.map(score => {
    const trace = raw.get(score.trace_id) ?? new RawTrace(spans.get(score.trace_id) as Row[])
    raw.set(score.trace_id, trace)
    const judged = trace.spans.find(span =>
      score.span_id === null
        ? score.response_id !== null && span.response_id === score.response_id
        : span.span_id === score.span_id,
    )
    const own = judged && {
      environment: trace.own(judged, 'environment'),
      agent: trace.agent(judged),
      framework: trace.own(judged, 'framework'),
      release: trace.release(judged),
    }
    const known = Object.entries(trace.identity()).map(([key, value]) => [
      key,
      own?.[key as keyof typeof own] ?? value ?? '',
    ])
    return { id: score.id, us: Number(judged?.start_us ?? trace.start()), ...Object.fromEntries(known) }
  })
  await client.query(
    `insert into expected_score select u.us / 60000000 * 60, u.environment, u.agent, u.framework, u.release, s.name, s.source, coalesce(s.label, ''), s.data_type, s.value::numeric
     from jsonb_to_recordset($2::jsonb) as u(id text, us bigint, environment text, agent text, framework text, release text)
     join score s on s.project_id = $1 and s.id = u.id`,
    [projectId, JSON.stringify(places)],
  )
  const scored = [...raw].map(([id, trace]) => {
    const { minute, key } = countPlace(trace)
    return { id, minute, ...Object.fromEntries(agentDimensions.map((name, i) => [name, key[i]])) }
  })
  await client.query(
    `insert into expected_scored select u.minute, u.environment, u.agent, u.framework, u.release, u.id, s.name, s.source, s.data_type
     from jsonb_to_recordset($2::jsonb) as u(id text, minute bigint, environment text, agent text, framework text, release text)
     join score s on s.project_id = $1 and s.trace_id = u.id`,
    [projectId, JSON.stringify(scored)],
  )
  const ofPrompts = rows.flatMap(score => {
    const trace = raw.get(score.trace_id)
    return (trace ? countPrompts(trace) : []).map(({ minute, key: [environment, prompt, version] }) => ({
      ...{ id: score.id, minute, environment, prompt, version },
    }))
  })
  if (ofPrompts.length === 0) return
  await client.query(
    `insert into expected_prompt_score select u.minute, u.environment, u.prompt, u.version, s.name, s.source, s.value::numeric
     from jsonb_to_recordset($2::jsonb) as u(id text, minute bigint, environment text, prompt text, version text)
     join score s on s.project_id = $1 and s.id = u.id where s.value is not null and s.data_type <> 'categorical'`,
    [projectId, JSON.stringify(ofPrompts)],
  )
}
