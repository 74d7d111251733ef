import { findLookalikes } from './lookalikes.ts'
import { hiddenCharacters, isHidden } from './visible-text.ts'

/** `\u202e`; a character beyond the first plane is two of them, as in JSON. */
const escapeOf = (character: string) =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')

/**
 * JSON text with every character escaped that would not show, or would turn a line around. It parses to the same value:
 * such characters can only stand inside strings.
 */
export const escapeJson = (text: string): string => text.replace(hiddenCharacters(), escapeOf)

/** The same, with letters escaped too that only look like Latin ones: for a text that a person has not typed. */
export function escapeForeignJson(text: string): string {
  const lookalikes = findLookalikes(text)
  if (lookalikes.size === 0) return escapeJson(text)
  let escaped = ''
  let at = 0
  for (const character of text) {
    escaped += lookalikes.has(at) || isHidden(character) ? escapeOf(character) : character
    at += character.length
  }
  return escaped
}

const escapes = /(\\*)(?:\\u([0-9a-f]{4}))/gi
const isHiddenUnit = (hex: string) => isHidden(String.fromCharCode(Number.parseInt(hex, 16)))

/**
 * Plain text as a field shows it: characters that would not show stand as `\u202e`. Where the text itself holds such a
 * sequence, its backslashes are doubled, so that `unescapeText` gives back exactly the text.
 */
export const escapeText = (text: string): string =>
  escapeHidden(
    text.replace(escapes, (whole, slashes: string, hex: string) =>
      isHiddenUnit(hex) ? `${slashes}${slashes}\\\\u${hex}` : whole,
    ),
  )

/** Only the hidden characters of a text escaped: for what a person types or pastes into a field that shows escapes. */
export const escapeHidden = (text: string): string =>
  text.replace(new RegExp(`(\\\\*)(${hiddenCharacters().source})`, 'gu'), (_, slashes: string, character: string) => {
    // Backslashes before it would be taken for a part of its escape.
    return `${slashes}${slashes}${escapeOf(character)}`
  })

/** The text that a field holds as `escapeText` wrote it, or as a person typed it. */
export const unescapeText = (text: string): string =>
  text.replace(escapes, (whole, slashes: string, hex: string) => {
    if (!isHiddenUnit(hex)) return whole
    const half = '\\'.repeat(Math.floor(slashes.length / 2))
    return slashes.length % 2 === 0 ? half + String.fromCharCode(Number.parseInt(hex, 16)) : `${half}\\u${hex}`
  })
