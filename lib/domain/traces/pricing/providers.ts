/** Names that the price list's own rules don't know, or would take for another provider. */
const aliases = new Map<string, string>(
  Object.entries({
    x_ai: 'x-ai',
    'gcp.gen_ai': 'google',
    'azure.ai.inference': 'azure',
    togetherai: 'together',
    'together.ai': 'together',
    'fireworks-ai': 'fireworks',
    fireworks_ai: 'fireworks',
  }),
)

/** Where Bedrock may run a model that it names with its vendor: `jp.anthropic.…`, `us-gov.amazon.…`, `global.anthropic.…`. */
const region = /^(us|eu|apac|ap|jp|au|ca|sa|mx|in|me|af|il|uk|us-gov|us-iso[a-z]*|eu-isoe|global)\.(?=[a-z\d]+\.)/
const bedrocks =
  /^(anthropic|amazon|meta|cohere|mistral|ai21|deepseek|openai|qwen|google|nvidia|minimax|moonshot|moonshotai|twelvelabs|writer|stability|zai|xai|luma)\./

/** Model names that belong to one provider although the list finds them only with it. */
const owners: readonly [pattern: RegExp, provider: string][] = [
  [/^(text-embedding-(3|ada)|omni-moderation)/, 'openai'],
  [bedrocks, 'aws'],
]

export interface Attempt {
  provider: string | undefined
  model: string
}

/**
 * Lookups to try in order: provider and model as told; the model alone (proxies and test servers call themselves anything); the owner of such a
 * name; and the same for the model inside a longer name: LiteLLM's `vendor/model`, a cloud's full resource name, another spelling of a version.
 */
export function attemptsFor(provider: string | null, model: string): Attempt[] {
  const attempts: Attempt[] = []
  const named = provider === null ? undefined : (aliases.get(provider) ?? provider)
  for (const { vendor, name } of namesIn(model)) {
    if (vendor !== undefined) attempts.push({ provider: aliases.get(vendor) ?? vendor, model: name })
    if (named !== undefined) attempts.push({ provider: named, model: name })
    attempts.push(...withoutProvider(name))
  }
  return attempts
}

function withoutProvider(model: string): Attempt[] {
  const owner = owners.find(([pattern]) => pattern.test(model.replace(region, '')))?.[1]
  const alone: Attempt = { provider: undefined, model }
  return owner === undefined ? [alone] : [{ provider: owner, model }, alone]
}

interface Name {
  name: string
  /** The provider that the longer name tells. */
  vendor?: string
}

/** The names a model may go by, the whole first. */
function namesIn(model: string): Name[] {
  const names: Name[] = [{ name: model }, ...resourceName(model), ...pathNames(model)]
  const short = names.flatMap(({ name, vendor }) => spellings(name).map(other => ({ name: other, vendor })))
  const seen = new Set<string>()
  return [...names, ...short].filter(({ name, vendor }) => {
    const key = `${vendor ?? ''}\n${name}`
    return name !== '' && !seen.has(key) && seen.add(key)
  })
}

/** `arn:aws:bedrock:us-east-1::foundation-model/anthropic.…`, `…:inference-profile/us.anthropic.…`. */
function resourceName(model: string): Name[] {
  const found =
    /^arn:aws[a-z-]*:bedrock:[^/]*:(?:foundation-model|inference-profile|system-defined-inference-profile)\/(.+)$/.exec(
      model,
    )
  return found?.[1] === undefined ? [] : [{ name: found[1], vendor: 'aws' }]
}

/**
 * The last segment, and who the segments before it name: `openrouter/anthropic/claude-…`, `bedrock/us-east-1/anthropic.…`,
 * `projects/p/locations/l/publishers/google/models/gemini-…`, `accounts/fireworks/models/…`, `…/deployments/gpt-4o`.
 */
function pathNames(model: string): Name[] {
  const segments = model.split('/').filter(segment => segment !== '')
  const name = segments.at(-1)
  if (segments.length < 2 || name === undefined || model.startsWith('arn:')) return []
  // Vertex serves other vendors' models too, at prices of its own.
  if (segments.includes('publishers') || segments[0] === 'models') return [{ name, vendor: 'google' }, { name }]
  const first = segments[0] ?? ''
  const rest = segments.slice(1).join('/')
  const whole: Name[] = [{ name: rest, vendor: first }, { name: rest }]
  const last: Name[] = segments
    .slice(0, -1)
    .reverse()
    .map(vendor => ({ name, vendor }))
  return [...whole, ...last.filter(({ vendor }) => vendor !== undefined && /^[a-z_-]+$/i.test(vendor)), { name }]
}

/** The same model without its place, and without the parts of a version that the list may not write. */
function spellings(name: string): string[] {
  const placeless = name.replace(region, '')
  const plain = placeless.replace(/@(default|latest|\d+)$/, '').replace(/:(\d+k?|free|beta|extended|latest)$/, '')
  return [placeless, plain, plain.replace(/-v\d+$/, '')]
}
