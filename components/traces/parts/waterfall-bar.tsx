import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import styles from './waterfall-bar.module.css'

type Tone = 'call' | 'wrapper' | 'error' | 'asked'

interface Props {
  /** Percent of the time that is drawn. */
  left: number
  width: number
  tone: Tone
  /** It has not ended. */
  open?: boolean
  /** Pixels that it has at least; so many are kept free for it at the end. */
  least?: number
  className?: string
}

/** When a span ran, on the line of all that is drawn beside it. */
export function WaterfallBar({ left, width, tone, open = false, least = 2, className = '' }: Props) {
  return (
    <span className={`${styles.track} ${className}`}>
      <span
        className={styles.bar}
        data-tone={tone}
        data-open={open}
        style={{ insetInlineStart: `min(${left}%, 100% - ${least}px)`, width: `max(${least}px, ${width}%)` }}
      />
    </span>
  )
}

const wrappers = new Set(['agent', 'chain', 'other'])

/** What the bar of a span tells beside its time. */
export function toneOf({ status, kind }: Pick<SpanItem, 'status' | 'kind'>): Tone {
  if (status === 'error') return 'error'
  return wrappers.has(kind) ? 'wrapper' : 'call'
}
