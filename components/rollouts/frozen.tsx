import Link from 'next/link'
import { Note } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { freezeText } from '#lib/domain/rollouts/rules.ts'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { freezeStatuses } from '#lib/domain/rollouts/statuses.ts'

const textOf = ({ freeze, reason }: RolloutItem['frozen'][number]) => freezeText({ slug: freeze, reason })

/** Beside the state of a rollout that a freeze holds now. Shows nothing if none does. */
export function FrozenMark({ frozen }: Pick<RolloutItem, 'frozen'>) {
  if (frozen.length === 0) return null
  return (
    <span title={frozen.map(textOf).join('\n')}>
      <Status of={freezeStatuses} value="frozen" />
    </span>
  )
}

/** The freezes that hold a rollout now, and what they do not stop. */
export function FrozenNote({ frozen }: Pick<RolloutItem, 'frozen'>) {
  if (frozen.length === 0) return null
  return (
    <Note tone="waiting">
      {frozen.map(one => (
        <div key={one.freeze}>
          Frozen by{' '}
          <Link href="/rollouts/strategies">
            <VisibleText text={one.freeze} />
          </Link>
          : <VisibleText text={one.reason} />
        </div>
      ))}
      <span className="hp-muted">Nobody promotes it meanwhile; what fails still rolls back.</span>
    </Note>
  )
}
