import type { PoolClient } from 'pg'

/** The most traces of one run; beyond, newer traces are runs by themselves, because storing them would become slower and slower. */
export const joinedLimit = 2_000

export interface Graph {
  traceIds: string[]
  /** Nodes that each trace's spans name. */
  edges: Map<string, string[]>
}

/**
 * The traces that edges lead to, from some nodes and in both directions, with the edges of each. Ends at twenty
 * times the limit, which only a request about many runs can reach.
 */
export async function reach(client: PoolClient, projectId: string, from: readonly string[]): Promise<Graph> {
  const { rows: nodes } = await client.query(
    `with recursive reached(node) as (
       select unnest($2::text[])
       union
       select next.node from reached cross join lateral (
         select e.node from run_edge e where e.project_id = $1 and e.trace_id = substr(reached.node, 3) and reached.node like 't:%'
         union all
         select 't:' || e.trace_id from run_edge e where e.project_id = $1 and e.node = reached.node
       ) as next
     ) select node from reached limit ${20 * joinedLimit}`,
    [projectId, from],
  )
  const traceIds = nodes.flatMap(({ node }) => (node.startsWith('t:') ? [node.slice(2) as string] : []))
  const { rows } = await client.query(
    'select trace_id, node from run_edge where project_id = $1 and trace_id = any($2::text[])',
    [projectId, traceIds],
  )
  const edges = new Map<string, string[]>()
  for (const { trace_id, node } of rows) edges.set(trace_id, [...(edges.get(trace_id) ?? []), node])
  return { traceIds, edges }
}
