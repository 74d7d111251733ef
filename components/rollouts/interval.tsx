import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import styles from './rollouts.module.css'
import { boundText } from './words.ts'

type Gate = RolloutItem['gates'][number]
interface Drawn {
  low: number
  high: number
  estimate: number
  limit: number
}

/** The range of the drawing from left to right, with some space on both sides. */
function placeOf({ low, high, limit }: Drawn): (value: number) => number {
  const [least, most] = [Math.min(low, limit), Math.max(high, limit)]
  const room = (most - least || 1) * 0.2
  return value => 100 * ((value - least + room) / (most - least + 2 * room))
}

/** The interval of a gate, its estimate, and the limit with the area beyond it. */
export function Interval({ gate }: { gate: Gate }) {
  const { low, high, estimate, limit } = gate
  if (gate.gate === 'safety') return <span>{gate.note || 'none in this rollout'}</span>
  if (low === null || high === null || estimate === null || limit === null)
    return <span className="hp-muted">{gate.note || 'no interval yet'}</span>
  const place = placeOf({ low, high, estimate, limit })
  const isWorseBelow = gate.gate === 'quality' || gate.gate === 'shadow' || gate.gate === 'anchor'
  const at = place(limit)
  const [text, bound] = [`${boundText(gate.gate, low)} to ${boundText(gate.gate, high)}`, boundText(gate.gate, limit)]
  return (
    <span className={styles.interval} title={`${text}, limit ${bound}`}>
      <svg viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden>
        <rect
          x={isWorseBelow ? 0 : at}
          width={isWorseBelow ? at : 100 - at}
          y="0"
          height="16"
          className={styles.beyond}
        />
        <line x1={at} x2={at} y1="0" y2="16" className={styles.limit} vectorEffect="non-scaling-stroke" />
        <g className={styles.range} data-verdict={gate.verdict}>
          <line x1={place(low)} x2={place(high)} y1="8" y2="8" vectorEffect="non-scaling-stroke" />
          <line x1={place(low)} x2={place(low)} y1="4" y2="12" vectorEffect="non-scaling-stroke" />
          <line x1={place(high)} x2={place(high)} y1="4" y2="12" vectorEffect="non-scaling-stroke" />
          <line
            x1={place(estimate)}
            x2={place(estimate)}
            y1="5"
            y2="11"
            strokeWidth="5"
            vectorEffect="non-scaling-stroke"
          />
        </g>
      </svg>
      <span className="hp-sr">{`${text}, limit ${bound}`}</span>
    </span>
  )
}
