import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import { FrozenMark } from './frozen.tsx'
import styles from './rollouts.module.css'
import { endingText, shareText, sidesOf } from './words.ts'

export const rolloutColumns: Column<RolloutItem>[] = [
  {
    id: 'rollout',
    header: 'rollout',
    leads: true,
    sort: row => row.agent,
    csv: row => `${row.agent} ${row.baseline} → ${row.candidate}`,
    cell: row => (
      <span>
        <VisibleText text={row.agent} /> <Way rollout={row} />
      </span>
    ),
  },
  {
    id: 'environment',
    header: 'environment',
    width: 120,
    priority: 'low',
    sort: row => row.environment,
    csv: row => row.environment,
    cell: row => <EnvironmentTag name={row.environment} />,
  },
  {
    id: 'state',
    header: 'state',
    width: 180,
    sort: row => row.state,
    csv: row => (row.frozen.length === 0 ? row.state : `${row.state}, frozen`),
    cell: row => (
      <span className={styles.state}>
        <Status of={rolloutStatuses} value={row.state} />
        <FrozenMark frozen={row.frozen} />
      </span>
    ),
  },
  {
    id: 'share',
    header: 'share',
    width: 80,
    number: true,
    sort: row => row.weightBps,
    csv: row => String(row.weightBps / 100),
    cell: row => (row.endedAt === null ? shareText(row.weightBps) : '–'),
  },
  {
    id: 'why',
    header: 'why',
    width: 420,
    priority: 'lowest',
    csv: row => whyOf(row),
    cell: row => (
      <span className={styles.why} title={whyOf(row)}>
        <VisibleText text={whyOf(row)} />
      </span>
    ),
  },
  {
    id: 'began',
    header: 'began',
    width: 104,
    priority: 'low',
    sort: row => row.createdAt,
    csv: row => row.createdAt,
    cell: row => <When at={row.createdAt} />,
  },
]

/** The candidate and what it replaces. */
function Way({ rollout }: { rollout: RolloutItem }) {
  const { of, baseline, candidate } = sidesOf(rollout)
  return (
    <span className={styles.mono}>
      {of ? <VisibleText text={`${of.text} `} /> : null}
      <VisibleText text={baseline.text} /> <span className={styles.arrow}>→</span> <VisibleText text={candidate.text} />
    </span>
  )
}

function whyOf({ endedBy, proposal, whyNotPromoted }: RolloutItem): string {
  if (endedBy !== null) return endingText(endedBy)
  return proposal ? `waits for a second person: ${proposal.reason}` : whyNotPromoted
}
