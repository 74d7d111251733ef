import { asText, toObject } from '#lib/domain/traces/normalise/readers.ts'
import type { View } from '#lib/domain/traces/normalise/view.ts'
import { tierIn } from './json-usage.ts'

/** Providers' names of the same tier. `auto` is only a request: the answer says which tier was used. */
const aliases = new Map<string, string | null>(
  Object.entries({
    auto: null,
    unspecified: null,
    traffic_type_unspecified: null,
    standard: 'default',
    standard_only: 'default',
    on_demand: 'default',
    on_demand_flex: 'flex',
    on_demand_priority: 'priority',
    batches: 'batch',
  }),
)

/** A tier under one name for all providers, lower case; null for a requested tier such as `auto` or for text that is not a name. */
function tierName(value: unknown): string | null {
  const name = asText(value).trim().toLowerCase()
  if (!/^[a-z][a-z\d_-]{0,39}$/.test(name)) return null
  const alias = aliases.get(name)
  return alias === undefined ? name : alias
}

const tierKey = /(^|[._])service_?tier$/i
/** Where the parameters of a request stand, as JSON. */
const requests = [
  'llm.invocation_parameters',
  'langfuse.observation.model.parameters',
  'langsmith.metadata.ls_invocation_params',
  'gen_ai.request.parameters',
]
const answers = ['output.value', 'gen_ai.response.raw', 'langfuse.observation.metadata.response_metadata']

/**
 * The tier at which a call was served (`flex`, `priority`, `batch`, `default`), or null when nobody says. What the answer says wins over what
 * its usage says, and both over what the request asked for.
 */
export function serviceTierOf(view: View, told: string | null): string | null {
  const { attributes, kind } = view
  if (kind !== 'llm' && kind !== 'embedding') return null
  const keys = Object.keys(attributes).filter(key => tierKey.test(key))
  const tiers = (wanted: (key: string) => boolean) => keys.filter(wanted).map(key => tierName(attributes[key]))
  const isRequest = (key: string) => /request|invocation|param|setting/i.test(key)
  const found = [
    ...tiers(key => /response/i.test(key)),
    ...tiers(key => !isRequest(key)),
    tierName(told),
    ...answers.map(key => tierName(tierInText(attributes[key]))),
    tierName(toObject(view.metadata()?.response_metadata)?.service_tier ?? view.metadata()?.service_tier),
    ...tiers(isRequest),
    ...requests.map(key => tierName(tierIn(toObject(attributes[key]) ?? {}))),
  ]
  return found.find(tier => tier !== null) ?? null
}

/** In a recorded answer the field stands unescaped; what a model wrote has its quotes escaped. */
function tierInText(answer: unknown): string | null {
  const text = asText(answer)
  return text.startsWith('{') ? (/[^\\]"service_?[tT]ier":\s*"(\w{1,40})"/.exec(text)?.[1] ?? null) : null
}
