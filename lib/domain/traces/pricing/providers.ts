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

/** Model names that belong to one provider although the list finds them only with it. */
const owners: readonly [pattern: RegExp, provider: string][] = [
  [/^(text-embedding-(3|ada)|omni-moderation)/, 'openai'],
  [/^((us|eu|apac|global)\.)?(anthropic|amazon|meta|cohere|mistral|ai21|deepseek)\./, 'aws'],
]

export interface Attempt {
  provider: string | undefined
  model: string
}

/**
 * Lookups to try in order: provider and model as told; the model alone (proxies and test servers call themselves anything); the owner of such a
 * name; and, for LiteLLM's `vendor/model`, the same again without the vendor.
 */
export function attemptsFor(provider: string | null, model: string): Attempt[] {
  const attempts: Attempt[] = []
  if (provider !== null) attempts.push({ provider: aliases.get(provider) ?? provider, model })
  attempts.push(...withoutProvider(model))
  const slash = model.indexOf('/')
  if (slash > 0 && slash < model.length - 1) {
    const vendor = model.slice(0, slash)
    const rest = model.slice(slash + 1)
    attempts.push({ provider: aliases.get(vendor) ?? vendor, model: rest }, ...withoutProvider(rest))
  }
  return attempts
}

function withoutProvider(model: string): Attempt[] {
  const owner = owners.find(([pattern]) => pattern.test(model))?.[1]
  const alone: Attempt = { provider: undefined, model }
  return owner === undefined ? [alone] : [alone, { provider: owner, model }]
}
