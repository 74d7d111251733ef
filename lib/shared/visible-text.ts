import { findLookalikes, scriptOf } from './lookalikes.ts'

/**
 * Text that came from outside may hold characters a reader cannot see: direction overrides that reorder what is shown,
 * zero-width and tag characters that hide words, control characters, letters that only look like Latin ones, padding
 * that pushes words out of sight. A person who approves must see them.
 */
type TextPiece = { hidden: false; text: string } | { hidden: true; text: string; name: string }

/**
 * C0 but tab and newline, C1, soft hyphen, Arabic letter mark, fillers, zero-width, bidi, invisible operators, variation
 * selectors outside an emoji, byte order mark, interlinear marks, tags, unpaired surrogates, blank Hangul.
 */
const hidden = new RegExp(
  [
    '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad]',
    '\\u034f',
    '[\\u061c\\u115f\\u1160\\u17b4\\u17b5]',
    '[\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164]',
    '[\\ufe00-\\ufe0e]',
    '[\\ufeff\\uffa0\\ufff0-\\uffff]',
    '[\\u{e0000}-\\u{e0fff}]',
    '[\\ud800-\\udfff]',
  ].join('|'),
  'u',
)

/** Finds every character that would not show; a fresh one for each use, as it remembers where it stopped. */
export const hiddenCharacters = () => new RegExp(hidden.source, 'gu')

/** Whether this one character would not show. */
export const isHidden = (character: string): boolean => hidden.test(character)

const names: Record<number, string> = {
  0: 'NUL',
  8: 'BACKSPACE',
  13: 'CR',
  27: 'ESC',
  127: 'DEL',
  173: 'SOFT HYPHEN',
  1564: 'ARABIC LETTER MARK',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8288: 'WORD JOINER',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  12644: 'HANGUL FILLER',
  65279: 'BYTE ORDER MARK',
}

const hexOf = (character: string) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** `U+202E RIGHT-TO-LEFT OVERRIDE`; a tag character also says the letter it stands for. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = hexOf(character)
  if (code > 0xe0020 && code < 0xe007f) return `${hex} TAG ${String.fromCodePoint(code - 0xe0000)}`
  const name = names[code]
  return name ? `${hex} ${name}` : hex
}

/** More blanks than any indentation has. */
const padding = /[^\S\n]{80,}/gu
const blank = /[^\S\n]{80}/u

/** Splits text into what shows by itself and characters that must be named. Joined again, the pieces are the text. */
export function visiblePieces(text: string): TextPiece[] {
  if (!text) return []
  const lookalikes = findLookalikes(text)
  if (lookalikes.size === 0 && !hidden.test(text) && !blank.test(text)) return [{ hidden: false, text }]
  const pieces: TextPiece[] = []
  let from = 0
  for (const run of text.matchAll(padding)) {
    addCharacters(pieces, text.slice(from, run.index), from, lookalikes)
    pieces.push({ hidden: true, text: run[0], name: `${run[0].length} SPACES` })
    from = run.index + run[0].length
  }
  addCharacters(pieces, text.slice(from), from, lookalikes)
  return pieces
}

function addCharacters(pieces: TextPiece[], text: string, offset: number, lookalikes: ReadonlySet<number>): void {
  let plain = ''
  let at = offset
  for (const character of text) {
    const pretends = lookalikes.has(at)
    at += character.length
    if (!pretends && !hidden.test(character)) {
      plain += character
      continue
    }
    if (plain) pieces.push({ hidden: false, text: plain })
    plain = ''
    const name = pretends ? `${hexOf(character)} ${character} ${scriptOf(character)}` : nameOf(character)
    pieces.push({ hidden: true, text: character, name })
  }
  if (plain) pieces.push({ hidden: false, text: plain })
}
