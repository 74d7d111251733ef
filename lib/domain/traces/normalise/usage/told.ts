/**
 * Parts of a call's tokens that have a rate of their own. `cacheWrite` is any time to live; the two after it tell which. `cachedAudio` is what
 * of the audio came from the cache.
 */
const partNames = [
  'cacheRead',
  'cacheWrite',
  'cacheWrite5m',
  'cacheWrite1h',
  'reasoning',
  'audioInput',
  'audioOutput',
  'imageInput',
  'imageOutput',
  'cachedAudio',
] as const
export type PartName = (typeof partNames)[number]
export type Parts = Partial<Record<PartName, number>>

/** Whose API counted, where the shape of its usage gives it away. */
export type Shape = 'anthropic' | 'bedrock' | 'gemini' | 'buckets'

/** Usage as a client reports it: whether the parts are within input and output or beside them is decided later. */
export interface Told {
  input: number | null
  output: number | null
  total: number | null
  parts: Parts
  /** Searches of the web that the provider made for the answer, and bills apart from tokens. */
  searches?: number
  serviceTier: string | null
  /** Where Anthropic says that it served the call: `us`, `global`. */
  geo?: string
  shape: Shape | null
}

export const nothingTold: Told = Object.freeze({
  input: null,
  output: null,
  total: null,
  parts: Object.freeze({}),
  serviceTier: null,
  shape: null,
})
