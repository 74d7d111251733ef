import Link from 'next/link'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { runbookConfig } from '#lib/domain/runbooks/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { formatCount } from '#lib/shared/numbers.ts'

export type StoredRunbook = Answer<typeof runbookConfig.list>['items'][number]

const actionsOf = ({ steps }: StoredRunbook) => steps.filter(({ action }) => action !== null).length

export const runbookColumns: Column<StoredRunbook>[] = [
  {
    id: 'slug',
    header: 'runbook',
    leads: true,
    width: 180,
    sort: row => row.slug,
    cell: row => <VisibleText text={row.slug} />,
  },
  { id: 'title', header: 'what for', sort: row => row.title, cell: row => <VisibleText text={row.title} /> },
  {
    id: 'cause',
    header: 'cause',
    width: 140,
    priority: 'low',
    sort: row => row.matches.cause,
    cell: row => row.matches.cause?.replaceAll('-', ' ') ?? <span className="hp-muted">any</span>,
  },
  {
    id: 'agent',
    header: 'agent',
    width: 160,
    priority: 'low',
    sort: row => row.matches.agent,
    cell: row =>
      row.matches.agent ? (
        <Link href={`/agents/${encodeURIComponent(row.matches.agent)}`}>
          <VisibleText text={row.matches.agent} />
        </Link>
      ) : (
        <span className="hp-muted">any</span>
      ),
  },
  {
    id: 'steps',
    header: 'steps',
    number: true,
    width: 80,
    sort: row => row.steps.length,
    cell: row => formatCount(row.steps.length),
  },
  {
    id: 'actions',
    header: 'with an action',
    number: true,
    width: 100,
    priority: 'lowest',
    sort: actionsOf,
    cell: row => formatCount(actionsOf(row)),
  },
]
