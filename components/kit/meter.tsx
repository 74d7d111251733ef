import styles from './meter.module.css'

interface Props {
  /** What it measures, with its figures: for who cannot see it. */
  label: string
  used: number
  /** Reserved, and not yet used. */
  reserved?: number
  limit: number
  /** A lower limit that only tells. */
  soft?: number | null
}

/** From here on a limit is near. */
const nearFrom = 0.8

const share = (value: number, limit: number) => (limit <= 0 ? 1 : Math.min(1, Math.max(0, value / limit)))
const percent = (fraction: number) => `${fraction * 100}%`

/** How much of a limit is used, as a bar. */
export function Meter({ label, used, reserved = 0, limit, soft = null }: Props) {
  const taken = share(used + reserved, limit)
  const level = used >= limit ? 'over' : used >= limit * nearFrom || (soft !== null && used >= soft) ? 'near' : 'fine'
  return (
    <span className={styles.meter} data-level={level} role="img" aria-label={label} title={label}>
      <span className={styles.reserved} style={{ width: percent(taken) }} />
      <span className={styles.used} style={{ width: percent(share(used, limit)) }} />
      {soft !== null && soft < limit ? (
        <span className={styles.mark} style={{ insetInlineStart: percent(share(soft, limit)) }} />
      ) : null}
    </span>
  )
}
