import { sparkPath } from './spark-path.ts'
import styles from './sparkline.module.css'

const [width, height] = [84, 22]

interface Props {
  /** One figure a bucket, oldest first; null is a gap. */
  values: readonly (number | null)[]
  /** What it draws, for who does not see it. */
  label: string
  critical?: boolean
}

/** The course of one figure, as small as a word. Its exact figures stand elsewhere. */
export function Sparkline({ values, label, critical = false }: Props) {
  const { path, last } = sparkPath(values, width, height)
  return (
    <svg
      className={styles.spark}
      data-critical={critical}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <path d={path} />
      {last ? <circle cx={last.x} cy={last.y} r={2} /> : null}
    </svg>
  )
}
