import styles from './blocks.module.css'
import { jsonPieces } from './json-pieces.ts'
import { VisibleText } from './visible-text.tsx'

/** JSON with its members' names apart from the rest; any other text as it is. `inside`: some members of a document. */
export function JsonText({ text, inside = false }: { text: string; inside?: boolean }) {
  return jsonPieces(text, inside).map(piece => (
    <span key={piece.at} className={piece.key ? styles.name : undefined}>
      <VisibleText text={piece.text} />
    </span>
  ))
}
