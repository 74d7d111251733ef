import { visiblePieces } from './visible-text.ts'

/** The name in a segment of a page's address. A segment that cannot be decoded is used unchanged. */
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
