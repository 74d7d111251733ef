/** Names that the price list's own rules don't know, or would take for another provider. */
const aliases = new Map<string, string>(
  Object.entries({
    x_ai: 'x-ai',
    'gcp.gen_ai': 'google',
    'azure.ai.inference': 'azure',
    togetherai: 'together',
    'together.ai': 'together',
    'google-gla': 'google',
    'google-vertex': 'google',
    google_genai: 'google',
    google_vertexai: 'google',
    bedrock: 'aws',
    bedrock_converse: 'aws',
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

/** What serves models on machines of one's own: no list knows what these cost, though others sell the same model. */
const selfHosted =
  /^(ollama(_chat)?|vllm|hosted_vllm|sglang|llama[._-]?cpp(_server)?|llamafile|lm[_-]?studio|local[_-]?ai|text[_-]generation[_-]inference|tgi|xinference|gpt4all|mlx(_lm)?|transformers|docker_model_runner)$/i

/** Whether a model runs on a machine of one's own, as its provider or the beginning of its name says. */
export function isSelfHosted(provider: string | null, model: string | null): boolean {
  const [vendor, name] = (model ?? '').split(/[/:]/, 2)
  return selfHosted.test(provider ?? '') || (name !== undefined && selfHosted.test(vendor ?? ''))
}

/** Clouds and services that sell open models, each at prices of its own, and their ids in the list where it has them. */
const hosts: readonly (readonly [names: RegExp, id: string])[] = [
  [/^together([_.-]?ai)?$/, 'together'],
  [/^fireworks([_-]ai)?$/, 'fireworks'],
  [/^(aws|aws\.bedrock|(amazon[_-])?bedrock(_converse|_mantle)?)$/, 'aws'],
  [/^azure([_.-].*)?$/, 'azure'],
  [/^(gcp\.vertex_ai|vertex_?ai([_-].*)?|google[_-]?vertex(ai)?)$/, 'google'],
  [/^(groq|cerebras|openrouter|novita|huggingface|ovhcloud|avian|github)/, ''],
  [
    /^(deepinfra|nebius|hyperbolic|lambda(_ai|labs)?|sambanova|baseten|anyscale|replicate|databricks|friendliai|nscale)$/,
    '',
  ],
  [
    /^(cloudflare|workers[_-]ai|ibm\.watsonx\.ai|scaleway|wandb|oci|nvidia(_nim)?|featherless(_ai)?|parasail|chutes)$/,
    '',
  ],
  [/^(siliconflow|dashscope|alibaba|volcengine|gmi|crusoe|modal|snowflake|perplexity|vercel_ai_gateway|gateway)$/, ''],
]
const openModels =
  /llama|mistral|mixtral|devstral|codestral|magistral|pixtral|deepseek|qwen|qwq|gemma|gpt-oss|kimi|glm-|minimax|nemotron|phi-?\d|olmo|granite|hermes|dbrx|falcon|starcoder|jamba/

/** Who serves an open model, as its provider or the beginning of its name says; null for any other model, and where nobody says. */
function hostOf(provider: string | null, model: string): ((id: string | undefined) => boolean) | null {
  if (!openModels.test(model.toLowerCase())) return null
  const first = model.includes('/') ? model.slice(0, model.indexOf('/')) : ''
  for (const name of [first.toLowerCase(), provider ?? '']) {
    const host = name === '' ? undefined : hosts.find(([names]) => names.test(name))
    // What Google's own API gives away, its cloud does not.
    if (host?.[1] === 'google' && /gemma/i.test(model)) return () => false
    if (host) return id => id !== undefined && (id === host[1] || host[0].test(id))
  }
  return null
}

/** OpenRouter's models that cost nothing: `deepseek/deepseek-r1:free`. */
export const isFree = (model: string | null) => model !== null && /\w\/.*:free$/.test(model)

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
  const isHost = hostOf(provider, model)
  return attempts.filter(attempt => (isHost === null ? !isFreeElsewhere(attempt, named) : isHost(attempt.provider)))
}

/** Google's API gives its open models away: nobody else does. */
const isFreeElsewhere = (attempt: Attempt, named: string | undefined) =>
  attempt.model.toLowerCase().includes('gemma') && attempt.provider !== named

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
  const long: Name[] = [{ name: model }, ...resourceName(model), ...pathNames(model)]
  const names = [...long, ...long.flatMap(({ name }) => prefixedName(name))]
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

/** `openai:gpt-4o`, as Pydantic AI and LangChain write it. Not the size in `llama3:70b`, a version in `…-v1:0`, or `ft:…`. */
function prefixedName(model: string): Name[] {
  const found = /^(?!ft:|arn:)([a-z][a-z_-]*):([a-z].*)$/i.exec(model)
  const [vendor, rest] = [found?.[1], found?.[2]]
  if (vendor === undefined || rest === undefined) return []
  return [{ name: rest, vendor }, { name: rest }, ...pathNames(rest)]
}

/** The same model without its region, without parts of the version that the list may omit, and without Azure's spelling. */
function spellings(name: string): string[] {
  const placeless = name.replace(region, '')
  const plain = placeless.replace(/@(default|latest|\d+)$/, '').replace(/:(\d+k?|beta|extended|latest)$/, '')
  return [placeless, plain, plain.replace(/-v\d+$/, ''), plain.replace(/^gpt-35-/, 'gpt-3.5-')]
}
