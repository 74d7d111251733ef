import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { groupConfig, policyConfig } from '#lib/domain/policies/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import { aboutWords, outcomeWords } from './words.ts'

export type PolicyRow = Answer<typeof policyConfig.list>['items'][number]
export type GroupRow = Answer<typeof groupConfig.list>['items'][number]

const text = <Row,>(
  id: string,
  header: string,
  read: (row: Row) => string,
  more: Partial<Column<Row>> = {},
): Column<Row> => ({
  ...{ id, header, sort: read, cell: (row: Row) => <VisibleText text={read(row)} /> },
  ...more,
})

const changed = <Row extends { updatedAt: string; updatedBy: string }>(): Column<Row>[] => [
  text('by', 'changed by', row => row.updatedBy, { width: 180, priority: 'lowest' }),
  {
    ...{ id: 'at', header: 'changed', width: 110, priority: 'low', sort: row => row.updatedAt },
    cell: row => <When at={row.updatedAt} />,
  },
]

export const policyColumns: Column<PolicyRow>[] = [
  text('slug', 'policy', row => row.slug, { leads: true, width: 200 }),
  text('outcome', 'outcome', row => outcomeWords(row), { width: 250 }),
  text('about', 'calls', row => aboutWords(row)),
  text('mode', 'state', row => stateOf(row), { width: 100 }),
  text('revision', 'version', row => String(row.revision), { width: 80, number: true, priority: 'low' }),
  ...changed<PolicyRow>(),
]

const stateOf = ({ enabled, mode }: PolicyRow) =>
  !enabled ? 'switched off' : mode === 'shadow' ? 'in shadow' : 'in force'

export const groupColumns: Column<GroupRow>[] = [
  text('slug', 'group', row => row.slug, { leads: true, width: 200 }),
  text('members', 'members', row => row.members.join(', ') || 'nobody yet'),
  text('count', 'size', row => plural(row.members.length, 'person', 'people'), { width: 110, priority: 'low' }),
  ...changed<GroupRow>(),
]
