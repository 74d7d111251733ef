import type { Usage } from '#lib/domain/traces/canonical.ts'
import { doublesCache, isFromGoogle, ruleFor, type Teller, thinksBeside } from './beside.ts'
import type { Told } from './told.ts'

export const noUsage: Usage = Object.freeze({
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite1h: null,
  reasoning: null,
  audioInput: null,
  audioOutput: null,
  imageInput: null,
  imageOutput: null,
})

/**
 * Usage with every part inside its whole, as the provider bills it. Numbers decide first: a part greater than its whole lies beside it, and a
 * total that adds up in one way only says which. Then the table of `beside.ts`. Without either, parts are within.
 */
export function settle(told: Told, teller: Teller): Usage {
  // A call without input does not exist: 0 is how some clients say "not known" while streaming (OpenInference AutoGen writes 0/0).
  if (!told.input && !told.output) return noUsage
  return settled(withRest(withAnswer(doublesCache(teller) ? halved(told) : told, teller), teller), teller)
}

/** One of input and output is what the total has beside the other, where no part may lie beside both. */
function withRest(told: Told, teller: Teller): Told {
  const { input, output, total, parts } = told
  const rest = total === null ? 0 : total - (input ?? 0) - (output ?? 0)
  if (rest <= 0 || parts.cacheRead || writesOf(told)) return told
  if (input !== null && output === null) return { ...told, output: rest }
  return input === null && output !== null && !thinksBeside(teller) ? { ...told, input: rest } : told
}

/**
 * What came from the cache and went into it, where a client doubles both: more than the whole input, and half of it is not. Doubled counts
 * that are less than the input cannot be told from right ones.
 */
export function halved<T extends Pick<Told, 'input' | 'parts'>>(told: T): T {
  const { input, parts } = told
  const names = cacheNames.filter(name => parts[name])
  const cached = (parts.cacheRead ?? 0) + (writesOf(told) ?? 0)
  const even = names.every(name => (parts[name] ?? 0) % 2 === 0)
  if (input === null || cached <= input || cached > 2 * input || !even) return told
  return { ...told, parts: { ...parts, ...Object.fromEntries(names.map(name => [name, (parts[name] ?? 0) / 2])) } }
}

const cacheNames = ['cacheRead', 'cacheWrite', 'cacheWrite5m', 'cacheWrite1h'] as const

/** Google omits an empty answer: then the thoughts, or the total without the input, are the output. */
function withAnswer(told: Told, teller: Teller): Told {
  if (told.output !== null || told.input === null || !isFromGoogle(teller)) return told
  const rest = Math.max((told.total ?? 0) - told.input - (told.parts.reasoning ?? 0), 0)
  return rest > 0 || told.parts.reasoning ? { ...told, output: rest } : told
}

function settled(told: Told, teller: Teller): Usage {
  const { parts } = told
  const writes = writesOf(told)
  const cached = (parts.cacheRead ?? 0) + (writes ?? 0)
  const beside = placesOf(told, teller, cached)
  const whole = told.input === 0 && cached === 0 ? null : told.input
  const input = whole === null ? null : whole + (beside.cache ? cached : 0)
  const output = told.output === null ? null : told.output + (parts.reasoning ?? 0) * timesAdded(told, beside, input)
  const rest = unnamed(told, teller, input, output)
  // Where the thoughts are told, Google's rest is what tools put into the prompt.
  const [tools, thoughts] = parts.reasoning === undefined ? [0, rest] : [isFromGoogle(teller) ? rest : 0, 0]
  return {
    input: withMedia(input === null ? null : input + tools, parts.audioInput, parts.imageInput),
    output: withMedia(output === null ? null : output + thoughts, parts.audioOutput, parts.imageOutput),
    cacheRead: parts.cacheRead ?? null,
    cacheWrite: writes,
    cacheWrite1h: parts.cacheWrite1h ?? null,
    reasoning: parts.reasoning ?? (thoughts > 0 ? thoughts : null),
    audioInput: parts.audioInput ?? null,
    audioOutput: parts.audioOutput ?? null,
    imageInput: parts.imageInput ?? null,
    imageOutput: parts.imageOutput ?? null,
    ...(parts.cachedAudio !== undefined && parts.audioInput && parts.cacheRead
      ? { cachedAudio: parts.cachedAudio }
      : {}),
    ...(told.searches ? { searches: told.searches } : {}),
  }
}

/** The factor of the thoughts that is added to the output: 1 where they are beside it, -1 where a client has added thoughts that were included. */
function timesAdded({ output, total, parts }: Told, beside: Places, input: number | null): number {
  if (beside.reasoning) return 1
  const reasoning = parts.reasoning ?? 0
  const twice = reasoning > 0 && output !== null && total !== null && (input ?? 0) + output - reasoning === total
  return twice && output >= 2 * reasoning ? -1 : 0
}

/** All writes to the cache. LangChain sets the sum to 0 where it reports them by time to live; others report both. */
function writesOf({ parts }: Pick<Told, 'parts'>): number | null {
  const { cacheWrite, cacheWrite5m, cacheWrite1h } = parts
  if (cacheWrite === undefined && cacheWrite5m === undefined && cacheWrite1h === undefined) return null
  return Math.max(cacheWrite ?? 0, (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0))
}

interface Places {
  cache: boolean
  reasoning: boolean
}

/** Which parts lie beside: of the four ways the one that the numbers and the total allow, the table's first. */
function placesOf(told: Told, teller: Teller, cached: number): Places {
  const { input, output, total, parts } = told
  const reasoning = parts.reasoning ?? 0
  const rules = { cache: ruleFor(teller, 'cache'), reasoning: ruleFor(teller, 'reasoning') }
  const expected = { cache: rules.cache?.place === 'beside', reasoning: rules.reasoning?.place === 'beside' }
  const certain = {
    cache: input !== null && cached > input ? true : rules.cache?.ownTotal ? expected.cache : null,
    reasoning: output !== null && reasoning > output ? true : rules.reasoning?.ownTotal ? expected.reasoning : null,
  }
  const ways: Places[] = [
    expected,
    { cache: expected.cache, reasoning: !expected.reasoning },
    { cache: !expected.cache, reasoning: expected.reasoning },
    { cache: !expected.cache, reasoning: !expected.reasoning },
  ]
  const possible = ways.filter(
    way => way.cache === (certain.cache ?? way.cache) && way.reasoning === (certain.reasoning ?? way.reasoning),
  )
  // A total that leaves out what lies beside (the client made it) still tells the other part.
  const sum = (way: Places) =>
    (input ?? 0) + (output ?? 0) + (way.cache && !rules.cache?.ownTotal ? cached : 0) + (way.reasoning ? reasoning : 0)
  const byTotal = total === null ? undefined : possible.find(way => sum(way) === total)
  return byTotal ?? possible[0] ?? expected
}

/**
 * What a total has beside input and output. Google and xAI count what a model thought apart from what it answered, and some instrumentations
 * pass on the answer only; Google counts what its own tools put into the prompt apart too.
 */
function unnamed({ total }: Told, teller: Teller, input: number | null, output: number | null): number {
  if (total === null || input === null || output === null) return 0
  return thinksBeside(teller) ? Math.max(total - input - output, 0) : 0
}

/** Audio and images are within, unless there are more of them than of the whole. */
function withMedia(whole: number | null, audio = 0, image = 0): number | null {
  return whole !== null && audio + image > whole ? whole + audio + image : whole
}
