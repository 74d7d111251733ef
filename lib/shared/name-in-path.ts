import { visiblePieces } from './visible-text.ts'

/** A name as a segment of a page's address holds it. What cannot be decoded is a name as it stands. */
export function nameInPath(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** A name for the title of a page: nothing in it hides, and it is short. */
export const nameInTitle = (name: string): string =>
  visiblePieces(name.slice(0, 60))
    .map(piece => (piece.hidden ? piece.name : piece.text))
    .join('')
