type Body = Record<string, unknown>

/** Counts of a body: the newer `usageDetails`, else the older `usage`. Undefined when neither tells tokens. */
export function usageOf(body: Body): Body | undefined {
  return known(recordIn(body.usageDetails) ?? recordIn(body.usage_details)) ?? olderUsage(recordIn(body.usage))
}

const costs = ['inputCost', 'outputCost', 'totalCost', 'input_cost', 'output_cost', 'total_cost']

/** OpenAI's usage or Langfuse's generic one. Counts of anything but tokens (characters, seconds, images) are not tokens. */
function olderUsage(usage: Body | undefined): Body | undefined {
  if (usage === undefined || (typeof usage.unit === 'string' && usage.unit.toUpperCase() !== 'TOKENS')) return undefined
  return known(Object.fromEntries(Object.entries(usage).filter(([name]) => name !== 'unit' && !costs.includes(name))))
}

/** Cost in US dollars that the client reports, by part or in total. */
export function costOf(body: Body): Body | undefined {
  const details = known(recordIn(body.costDetails) ?? recordIn(body.cost_details))
  if (details !== undefined) return details
  const usage = recordIn(body.usage) ?? {}
  return known({
    input: usage.inputCost ?? usage.input_cost,
    output: usage.outputCost ?? usage.output_cost,
    total: usage.totalCost ?? usage.total_cost,
  })
}

export function recordIn(value: unknown): Body | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
}

function known(details: Body | undefined): Body | undefined {
  const told = Object.entries(details ?? {}).filter(([, value]) => value !== null && value !== undefined)
  return told.length === 0 ? undefined : Object.fromEntries(told)
}
