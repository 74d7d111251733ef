import type { Scenario } from './suites/schemas.ts'

/** The reported calls of a repeat. */
export interface Did {
  tools: readonly string[] | null
  steps: number | null
}

/**
 * Compares what a repeat did with what its scenario asks, and answers the differences as sentences. Empty if there are
 * none or nothing was reported.
 */
export function brokenTrajectory(did: Did, { trajectory }: Pick<Scenario, 'trajectory'>): string[] {
  if (!trajectory) return []
  const broken: string[] = []
  const { tools, steps } = did
  if (tools !== null) {
    const missing = trajectory.tools.filter(tool => !tools.includes(tool))
    if (missing.length > 0) broken.push(`never called ${missing.join(', ')}`)
    else if (trajectory.inOrder && !inOrder(tools, trajectory.tools))
      broken.push(`did not call ${trajectory.tools.join(', ')} in this order`)
    const forbidden = trajectory.forbidden.filter(tool => tools.includes(tool))
    if (forbidden.length > 0) broken.push(`called ${forbidden.join(', ')}, which is forbidden`)
    if (trajectory.maxToolCalls !== undefined && tools.length > trajectory.maxToolCalls)
      broken.push(`made ${tools.length} tool calls; at most ${trajectory.maxToolCalls} are allowed`)
  }
  if (steps !== null && trajectory.maxSteps !== undefined && steps > trajectory.maxSteps)
    broken.push(`took ${steps} steps; at most ${trajectory.maxSteps} are allowed`)
  return broken
}

function inOrder(called: readonly string[], wanted: readonly string[]): boolean {
  let next = 0
  for (const tool of called) if (tool === wanted[next]) next++
  return next === wanted.length
}
