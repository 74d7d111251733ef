import { requireChannels } from '#lib/domain/channels/index.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import { invalid } from '#lib/shared/problem.ts'
import { freezeConfig, strategyConfig } from './contract.ts'
import { seedStrategies } from './engine/strategies.ts'
import type { Strategy } from './engine/types.ts'
import { lookAgain } from './read-freezes.ts'
import { type Freeze, faultOf, isTimeZone } from './rules.ts'

function checkStrategy(fields: Record<string, unknown>, slug: string): void {
  if (slug in seedStrategies) throw invalid(`${slug} is built in. Choose another name.`, 'params.slug')
  const fault = faultOf(fields as unknown as Strategy)
  if (fault) throw invalid(fault.detail, `body.${fault.field}`)
}

function checkFreeze(fields: Record<string, unknown>): void {
  const { timeZone, from, until, windows } = fields as unknown as Freeze
  if (!isTimeZone(timeZone)) throw invalid(`There is no time zone ${timeZone}.`, 'body.timeZone')
  if (from !== null && until !== null && Date.parse(from) >= Date.parse(until))
    throw invalid('It must end after it begins.', 'body.until')
  const empty = windows.findIndex(window => window.from === window.to)
  if (empty >= 0) throw invalid('A window must not end at the time it begins.', `body.windows.${empty}.to`)
}

const strategies = configVerbs(strategyConfig, {
  announce: (what, slug, revision) => ({ topic: 'rollouts', type: `strategy.${what}`, ids: [slug], revision }),
  check: checkStrategy,
  prepare: async (tx, ctx, fields) => {
    await requireChannels(tx, ctx, fields.channels as string[])
    return fields
  },
})
const freezes = configVerbs(freezeConfig, {
  announce: (what, slug, revision) => ({ topic: 'rollouts', type: `freeze.${what}`, ids: [slug], revision }),
  check: checkFreeze,
  keep: lookAgain,
})

export const putStrategy = strategies.put
export const getStrategy = strategies.get
export const listStrategies = strategies.list
export const archiveStrategy = strategies.archive
export const strategyKind = strategies.kind
export const putFreeze = freezes.put
export const getFreeze = freezes.get
export const listFreezes = freezes.list
export const archiveFreeze = freezes.archive
export const freezeKind = freezes.kind
