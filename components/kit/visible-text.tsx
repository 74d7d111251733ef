import { visiblePieces } from '#lib/shared/visible-text.ts'
import styles from './visible-text.module.css'

/**
 * Text from outside, with every character named that would not show. Isolated in direction, so that it cannot reorder
 * the words of the page around it.
 */
export function VisibleText({ text }: { text: string }) {
  let at = 0
  return (
    <bdi className={styles.text} dir="ltr">
      {visiblePieces(text).map(piece => {
        const key = at
        at += piece.text.length
        return piece.hidden ? (
          <mark key={key} className={styles.hidden} title="A character that would not be visible">
            {piece.name}
          </mark>
        ) : (
          <span key={key}>{piece.text}</span>
        )
      })}
    </bdi>
  )
}
