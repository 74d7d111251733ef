import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ReviewQueue, ReviewRule } from '#lib/domain/review/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'

export type StoredRule = ReviewRule & { slug: string; revision: number }

interface RuleRow extends StoredRule {
  waiting: number
  scored: number
  skipped: number
}

/** Rules with their results. */
export function rowsOf(rules: readonly StoredRule[], queue: ReviewQueue | undefined): RuleRow[] {
  return rules.map(rule => {
    const { waiting = 0, scored = 0, skipped = 0 } = queue?.rules.find(each => each.rule === rule.slug) ?? {}
    return { ...rule, waiting, scored, skipped }
  })
}

/** What a rule picks, in words. */
export function picksText({ pick, percent, scoreName, below, agent, environment }: ReviewRule): string {
  const of = `${agent ? ` of ${agent}` : ''}${environment ? ` in ${environment}` : ''}`
  return pick === 'sample' ? `${percent} % of the traces${of}` : `all traces${of} with ${scoreName} below ${below}`
}

const figure = (id: 'waiting' | 'scored' | 'skipped'): Column<RuleRow> => ({
  id,
  header: id,
  number: true,
  width: 90,
  sort: row => row[id],
  cell: row => formatCount(row[id]),
})

export const ruleColumns: Column<RuleRow>[] = [
  { id: 'slug', header: 'rule', leads: true, sort: row => row.slug, cell: row => <VisibleText text={row.slug} /> },
  { id: 'picks', header: 'picks', cell: row => <VisibleText text={picksText(row)} />, csv: picksText },
  { id: 'ask', header: 'asks for', priority: 'low', sort: row => row.ask, cell: row => <VisibleText text={row.ask} /> },
  {
    id: 'enabled',
    header: 'state',
    width: 80,
    priority: 'low',
    sort: row => Number(row.enabled),
    cell: row => (row.enabled ? 'on' : 'off'),
  },
  figure('waiting'),
  figure('scored'),
  figure('skipped'),
]
