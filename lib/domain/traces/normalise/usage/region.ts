import type { Usage } from '#lib/domain/traces/canonical.ts'
import { asText, toObject } from '#lib/domain/traces/normalise/readers.ts'
import type { View } from '#lib/domain/traces/normalise/view.ts'

type Region = NonNullable<Usage['region']>

/** Where a client says which address it called. */
const addressKey = /(^|[._])(server\.address|api_?base|base_?url|url\.full|http\.url|vertex_?location|location)$/i

const hosts: readonly (readonly [address: RegExp, region: Region])[] = [
  [/^(https?:\/\/)?(us|eu|[a-z]{2})\.api\.openai\.com(?![\w.-])/i, 'openai'],
  [/^(https?:\/\/)?[a-z]+-[a-z]+\d+-aiplatform\.googleapis\.com(?![\w.-])/i, 'google'],
  [/^(https?:\/\/)?aiplatform\.(us|eu)\.rep\.googleapis\.com(?![\w.-])/i, 'google'],
]

/** A region of Google's cloud, in the full name of a model or by itself; `global` is not one. */
const place = /(^|\/locations\/)(us|eu|[a-z]+-[a-z]+\d+)(\/|$)/

/** Where parameters of a request stand, as JSON. */
const parameters = ['llm.invocation_parameters', 'langfuse.observation.model.parameters', 'gen_ai.request.parameters']

/**
 * Whose regional price a call has, or null: nobody says that it was served in a region of its provider's, as some pay more for. `told` is
 * where Anthropic's own usage says it was (`us`). Bedrock's regions are in the names of its models and have prices of their own.
 */
export function regionOf({ attributes, kind }: View, told: string | null): Region | null {
  if (kind !== 'llm' && kind !== 'embedding') return null
  if (told !== null) return isAnthropics(told) ? 'anthropic' : null
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value !== 'string' || value.length > 2000) continue
    if (/(^|[._])inference_geo$/.test(key) && isAnthropics(value)) return 'anthropic'
    const found = addressKey.test(key) ? regionAt(key, value) : null
    if (found !== null) return found
    if (/(^|[._])model$/.test(key) && value.includes('/locations/') && place.test(value)) return 'google'
  }
  return regionInParameters(attributes)
}

const isAnthropics = (geo: string) => geo.toLowerCase() === 'us'

function regionAt(key: string, value: string): Region | null {
  if (/location$/i.test(key)) return /vertex/i.test(key) && place.test(value) ? 'google' : null
  return hosts.find(([address]) => address.test(value))?.[1] ?? null
}

function regionInParameters(attributes: View['attributes']): Region | null {
  for (const key of parameters) {
    const found = attributes[key] === undefined ? null : toObject(attributes[key])
    if (found === null) continue
    if (isAnthropics(asText(found.inference_geo))) return 'anthropic'
    if (place.test(asText(found.vertex_location ?? found.vertex_ai_location))) return 'google'
    const address = asText(found.api_base ?? found.base_url)
    const named = hosts.find(([pattern]) => pattern.test(address))
    if (named) return named[1]
  }
  return null
}
