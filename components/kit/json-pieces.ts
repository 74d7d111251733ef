interface JsonPiece {
  /** Where it begins in the text. */
  at: number
  text: string
  /** A member's name: its value matters more. */
  key: boolean
}

/** Beyond it a text is read by searching it, not by eye, and each piece would cost the page an element. */
const mostCharacters = 20_000

const nameAtLineStart = /^ *"(?:[^"\\]|\\.)*"(?=: )/gm

/**
 * Indented JSON in pieces, members' names apart from the rest; any other text is one piece. Together they are the text.
 * `inside`: the text is not a whole document but some members of one.
 */
export function jsonPieces(text: string, inside = false): JsonPiece[] {
  const whole = [{ at: 0, text, key: false }]
  if (text.length > mostCharacters || !(inside || /^[[{]/.test(text))) return whole
  const pieces: JsonPiece[] = []
  let done = 0
  const take = (until: number, key: boolean) => {
    if (until > done) pieces.push({ at: done, text: text.slice(done, until), key })
    done = until
  }
  for (const match of text.matchAll(nameAtLineStart)) {
    take(match.index, false)
    take(match.index + match[0].length, true)
  }
  take(text.length, false)
  return pieces
}
