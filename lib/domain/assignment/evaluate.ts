import type { Context } from '#lib/platform/context.ts'
import { forbidden } from '#lib/shared/problem.ts'
import { type Allocation, assign } from './rules.ts'
import { allocationTable } from './table.ts'

interface Asked {
  context: { targetingKey: string; [name: string]: unknown }
}

/** The environment of a client that names none is production, as for permits. */
const environmentOf = ({ context }: Asked): string =>
  typeof context.environment === 'string' && context.environment !== '' ? context.environment : 'production'

/** The only agent that this key may ask for; null: any. */
const boundTo = ({ actor }: Context): string | null => (actor.kind === 'key' ? actor.agent : null)

function answerOf(allocation: Allocation, { targetingKey }: Asked['context']) {
  const { release, variant, reason } = assign(allocation, targetingKey)
  const { agent, environment, weightBps, rolloutId } = allocation
  const trial = rolloutId === null ? {} : { rolloutId, weightBps }
  return { key: agent, value: release, variant, reason, metadata: { environment, ...trial } }
}

/** OFREP: the release of one agent for this user or conversation. */
export async function evaluateFlag(ctx: Context, { key, context }: Asked & { key: string | null }) {
  const agent = key ?? ''
  const bound = boundTo(ctx)
  if (bound !== null && bound !== agent) throw forbidden(`This key may only ask for the agent ${bound}.`)
  const environment = environmentOf({ context })
  const allocation = (await allocationTable(ctx)).get(environment)?.get(agent)
  if (allocation) return { status: 200 as const, body: answerOf(allocation, context) }
  const errorDetails = `No release of ${agent} is recorded as serving in ${environment}.`
  return { status: 404 as const, body: { key: agent, errorCode: 'FLAG_NOT_FOUND', errorDetails } }
}

/** OFREP: the releases of all agents of an environment. */
export async function evaluateFlags(ctx: Context, { context }: Asked) {
  const all = (await allocationTable(ctx)).get(environmentOf({ context }))?.values() ?? []
  const bound = boundTo(ctx)
  const flags = [...all].filter(({ agent }) => bound === null || bound === agent)
  return { status: 200 as const, body: { flags: flags.map(one => answerOf(one, context)) } }
}
