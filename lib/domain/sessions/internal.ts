import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import type { SessionItem } from './schemas.ts'

type Row = Prisma.AgentSessionGetPayload<object>

/** Microseconds since the epoch as RFC 3339 in UTC. */
const microsToIso = (us: bigint) =>
  `${new Date(Number(us / 1000n)).toISOString().slice(0, -1)}${String(us % 1000n).padStart(3, '0')}Z`

/** A sum of 0 is unknown if calls are missing in it. */
const known = <Sum>(sum: bigint, leftOut: bigint, read: (sum: bigint) => Sum): Sum | null =>
  sum === 0n && leftOut > 0n ? null : read(sum)

export const toSession = (row: Row): SessionItem => ({
  sessionId: row.sessionId,
  firstAt: microsToIso(row.firstUs),
  lastAt: microsToIso(row.lastUs),
  userId: row.userId,
  agents: row.agents,
  environments: row.environments,
  traces: Number(row.traces),
  messageTraces: Number(row.messageTraces),
  errors: Number(row.errors),
  llmCalls: Number(row.llmCalls),
  toolCalls: Number(row.toolCalls),
  inputTokens: known(row.inputTokens, row.unmeteredCalls, Number),
  outputTokens: known(row.outputTokens, row.unmeteredCalls, Number),
  cost: known(row.costNanos, row.unpricedSpans + row.unmeteredCalls, nanosToUsd),
  unpricedSpans: Number(row.unpricedSpans),
  unmeteredCalls: Number(row.unmeteredCalls),
})
