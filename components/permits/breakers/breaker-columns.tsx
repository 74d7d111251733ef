import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { breakerStatuses } from '#lib/domain/breakers/statuses.ts'
import { keptAwayText, stoppedCount, unpricedText } from '../parts/kept-away.ts'
import styles from './breakers.module.css'
import { NextProbe } from './next-probe.tsx'
import type { BreakerRow } from './use-breakers.ts'
import { nearness, progressText, scopeText } from './words.ts'

export const breakerColumns: Column<BreakerRow>[] = [
  {
    id: 'state',
    header: 'state',
    width: 136,
    sort: row => row.state,
    cell: row => <Status of={breakerStatuses} value={row.state} />,
  },
  {
    id: 'what',
    header: 'what',
    leads: true,
    sort: row => scopeText(row.scope),
    cell: row => <What row={row} />,
  },
  {
    id: 'towards',
    header: 'towards opening',
    priority: 'low',
    sort: nearness,
    csv: progressText,
    cell: row => <VisibleText text={progressText(row)} />,
  },
  {
    id: 'probe',
    header: 'next probe',
    number: true,
    width: 104,
    sort: row => row.nextProbeAt,
    cell: row => (row.nextProbeAt === null ? '–' : <NextProbe at={row.nextProbeAt} />),
  },
  {
    id: 'fallback',
    header: 'fallback',
    width: 200,
    priority: 'low',
    sort: row => row.fallback,
    cell: row => (row.fallback ? <code className={styles.cut}>{row.fallback}</code> : <span>none</span>),
  },
  {
    id: 'kept',
    header: 'stopped, 24 h',
    width: 204,
    priority: 'lowest',
    sort: row => (row.stopped ? stoppedCount(row.stopped) : null),
    csv: row => keptAwayText(row.stopped),
    cell: row => (
      <span title={row.stopped ? (unpricedText(row.stopped) ?? undefined) : undefined}>
        {keptAwayText(row.stopped)}
      </span>
    ),
  },
]

const What = ({ row: { scope } }: { row: BreakerRow }) => (
  <span className={styles.what}>
    <strong>
      <VisibleText text={scopeText(scope)} />
    </strong>
    {scope.environment !== null && (scope.agent !== null || scope.tool !== null) ? (
      <EnvironmentTag name={scope.environment} />
    ) : null}
  </span>
)
