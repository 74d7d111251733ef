import type { PoolClient } from 'pg'
import type { TracePlan } from '#lib/domain/traces/store/plan.ts'
import { type Column, insertFrom, type Statement, writeRows } from '#lib/domain/traces/store/tables/columns.ts'
import { type SessionChange, sessionChanges, sessionSums } from './session-changes.ts'

type Row = SessionChange & { projectId: string }
const names: Record<(typeof sessionSums)[number], string> = {
  traces: 'traces',
  messageTraces: 'message_traces',
  errors: 'errors',
  llmCalls: 'llm_calls',
  toolCalls: 'tool_calls',
  input: 'input_tokens',
  output: 'output_tokens',
  cost: 'cost_nanos',
  unpricedSpans: 'unpriced_spans',
  unmeteredCalls: 'unmetered_calls',
}
const columns: Column<Row>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'session_id', type: 'text', get: row => row.sessionId },
  { name: 'first_us', type: 'bigint', get: row => row.firstUs },
  { name: 'last_us', type: 'bigint', get: row => row.lastUs },
  { name: 'user_id', type: 'text', get: row => row.userId },
  { name: 'agents', type: 'textlist', get: row => row.agents },
  { name: 'environments', type: 'textlist', get: row => row.environments },
  ...sessionSums.map((sum): Column<Row> => ({ name: names[sum], type: 'bigint', get: row => row.sums[sum] })),
]

const joined = (column: string) =>
  `${column} = array(select distinct v collate "C" from unnest(s.${column} || excluded.${column}) as v order by 1)`
const upsert: Statement<Row> = {
  name: 'upsert-sessions',
  columns,
  text: `${insertFrom('agent_session', columns, 's')} on conflict (project_id, session_id) do update set
    first_us = least(s.first_us, excluded.first_us), last_us = greatest(s.last_us, excluded.last_us),
    user_id = least(s.user_id collate "C", excluded.user_id), ${joined('agents')}, ${joined('environments')},
    ${Object.values(names)
      .map(name => `${name} = s.${name} + excluded.${name}`)
      .join(', ')}`,
}

/** What only grows is read again from the session's traces, where one of them took something back. */
const readAgain = `update agent_session s set first_us = t.first_us, last_us = t.last_us, user_id = t.user_id,
    agents = t.agents, environments = t.environments
  from (select session_id, min(start_us) as first_us, max(start_us + duration_us) as last_us, min(user_id collate "C") as user_id,
      coalesce(array_agg(distinct agent collate "C") filter (where agent is not null), '{}') as agents,
      coalesce(array_agg(distinct environment collate "C") filter (where environment is not null), '{}') as environments
    from trace where project_id = $1 and session_id = any($2::text[]) group by 1) t
  where s.project_id = $1 and s.session_id = t.session_id`

/**
 * Brings the sessions of some traces in line with them, after their rows are written. Sessions are locked in the order
 * of their ids, by the upsert; what is read again is read after, so that it sees what others have written meanwhile.
 */
export async function foldSessions(
  client: PoolClient,
  projectId: string,
  plans: readonly Pick<TracePlan, 'before' | 'summary'>[],
): Promise<void> {
  const changes = sessionChanges(plans)
  if (changes.length === 0) return
  await writeRows(
    client,
    upsert,
    changes.map(change => ({ ...change, projectId })),
  )
  const less = changes.filter(change => change.less).map(({ sessionId }) => sessionId)
  if (less.length === 0) return
  await client.query(readAgain, [projectId, less])
  await client.query(
    'delete from agent_session where project_id = $1 and session_id = any($2::text[]) and traces = 0',
    [projectId, less],
  )
}
