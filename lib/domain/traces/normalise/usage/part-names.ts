import { lookup, remembered } from '#lib/domain/traces/normalise/lookup.ts'
import type { PartName } from './told.ts'

export type Side = 'input' | 'output'

/** What a name of a count means. */
interface Meaning {
  /** The part that it counts, or null: a whole (`input_tokens`), or text, which has no rate of its own. */
  part: PartName | null
  side: Side | null
  /** Counts only some of the part (`cache_audio_read_tokens`): another name has the whole. */
  partial: boolean
  /** Counts all of its side (`prompt_token_count`). */
  whole: boolean
  /** Service tier in the name: LangChain writes `flex_cache_read`. */
  serviceTier: string | null
}

type Word =
  | Side
  | 'cache'
  | 'read'
  | 'write'
  | '1h'
  | '5m'
  | 'reasoning'
  | 'audio'
  | 'image'
  | 'video'
  | 'text'
  | 'tier'

const words = lookup<Word | 'filler'>({
  ...all(
    'filler',
    'token tokens count counts usage detail details experimental media modality content aggregated ephemeral above',
  ),
  ...all('input', 'input inputs prompt'),
  ...all('output', 'output outputs completion candidate candidates response'),
  ...all('cache', 'cache cached'),
  ...all('read', 'read reads hit'),
  ...all('write', 'write writes written creation created'),
  ...all('1h', '1h 1hr'),
  ...all('5m', '5m'),
  ...all('reasoning', 'reasoning thought thoughts thinking'),
  ...all('audio', 'audio'),
  ...all('image', 'image images'),
  ...all('video', 'video'),
  ...all('text', 'text'),
  ...all('tier', 'flex priority batch'),
})

function all<T>(meaning: T, names: string): Record<string, T> {
  return Object.fromEntries(names.split(' ').map(name => [name, meaning]))
}

/**
 * What a count's name means, whichever convention wrote it: conventions differ in order, case and separators, hardly in words
 * (`cache_read_tokens`, `prompt_details.cache_read`, `cachedInputTokens`, `input_modality_AUDIO`). Null for a name with a word that is not in
 * the list above: add the word there when a client's count is not read. `within` is the side of the object that holds the name.
 */
export function meaningOf(name: string, within: Side | null = null): Meaning | null {
  return meanings[within ?? 'any'](name)
}

const meaningsWithin = (side: Side | null) =>
  remembered(2000, (name): Meaning | null => (name.length > 100 ? null : read(name, side)))
const meanings = { any: meaningsWithin(null), input: meaningsWithin('input'), output: meaningsWithin('output') }

function read(name: string, within: Side | null): Meaning | null {
  const has = new Set<Word>()
  let serviceTier: string | null = null
  for (const word of name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)) {
    if (word === '') continue
    const meaning = words.get(word)
    if (meaning === undefined) return null
    if (meaning === 'tier') serviceTier = word
    if (meaning !== 'filler') has.add(meaning)
  }
  const side = has.has('output') ? 'output' : has.has('input') ? 'input' : within
  const part = has.has('cache') && has.has('audio') && !has.has('write') ? 'cachedAudio' : partOf(has, side)
  const media = has.has('audio') || has.has('image') || has.has('video') || has.has('text')
  const partial = media && part !== null && !/audio|image/i.test(part)
  const whole = part === null && side !== null && !media && serviceTier === null
  return { part, side: part === null ? side : sideOf(part), partial, whole, serviceTier }
}

function partOf(has: ReadonlySet<Word>, side: Side | null): PartName | null {
  if (has.has('cache') || has.has('1h') || has.has('5m')) {
    if (has.has('1h')) return 'cacheWrite1h'
    if (has.has('5m')) return 'cacheWrite5m'
    return has.has('write') ? 'cacheWrite' : 'cacheRead'
  }
  if (has.has('reasoning')) return 'reasoning'
  if (side === null) return null
  if (has.has('audio')) return side === 'input' ? 'audioInput' : 'audioOutput'
  if (has.has('image')) return side === 'input' ? 'imageInput' : 'imageOutput'
  return null
}

/** The whole that a part is of. */
export function sideOf(part: PartName): Side {
  return part === 'reasoning' || part.endsWith('Output') ? 'output' : 'input'
}
