/** Text that Postgres, JSON and a page can hold: the last step for all strings of agents. */

/** Longest name of an agent, tool, model, session, … in UTF-16 units. */
const nameLimit = 200
/** Longest input or output text kept of a span, in UTF-8 bytes. */
const textLimit = 1024 * 1024

const encoder = new TextEncoder()
let scratch: Uint8Array | null = null

/** Removes NUL, which Postgres does not store in text and jsonb, and replaces lone surrogates by U+FFFD. */
export function tidy(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole
}

/** First `limit` UTF-16 units, never half of a surrogate pair. */
export function head(text: string, limit: number): string {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
}

const untidySpace = /^\s|\s$|\s\s|[^\S ]/

/** A name: white space trimmed and collapsed (CrewAI roles end in newlines), capped. Null when nothing is left. */
export function cleanName(text: string, limit = nameLimit): string | null {
  // The cut before the regular expression keeps a megabyte of blanks from costing a megabyte of matching.
  const short = tidy(text.length > limit * 8 ? text.slice(0, limit * 8) : text)
  const plain = untidySpace.test(short) ? short.trim().replace(/\s+/g, ' ') : short
  return plain === '' ? null : head(plain, limit)
}

/** Input or output text of at most `limit` UTF-8 bytes; a cut text ends with a marker that names the full length. */
export function limitText(text: string, limit = textLimit): string {
  const whole = tidy(text)
  if (whole.length * 3 <= limit) return whole
  if (scratch === null || scratch.length !== limit) scratch = new Uint8Array(limit)
  const { read } = encoder.encodeInto(whole, scratch)
  return read >= whole.length ? whole : cut(whole, read)
}

/** The first `limit` units with a marker that says how long the text was. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : head(text, limit) + cutMark(text.length)
}

/** What ends a cut text: it names the length of the whole. */
export function cutMark(length: number): string {
  return `… [truncated, ${length} characters]`
}
