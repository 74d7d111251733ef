'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { PausingSearchBox } from '#components/kit/search-box.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listScenariosContract } from '#lib/domain/evals/history/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { plural } from '#lib/shared/numbers.ts'

type Scenario = Answer<typeof listScenariosContract>['items'][number]

const rowId = ({ id }: Scenario) => id
const given = ({ input }: Scenario) => (typeof input === 'string' ? input : JSON.stringify(input))
const expected = ({ expectedFindings, expectedOutput }: Scenario) =>
  expectedFindings?.join(' · ') ?? expectedOutput ?? null
const most = 200

const columns: Column<Scenario>[] = [
  {
    ...{ id: 'id', header: 'scenario', width: 220, leads: true },
    sort: row => row.id,
    cell: row => <VisibleText text={row.id} />,
  },
  { id: 'input', header: 'input', sort: given, cell: row => <VisibleText text={given(row).slice(0, 300)} /> },
  {
    id: 'expected',
    header: 'expected',
    priority: 'low',
    block: 'also',
    sort: expected,
    cell: row => <VisibleText text={expected(row)?.slice(0, 300) ?? '–'} />,
  },
  {
    id: 'tags',
    header: 'tags',
    width: 180,
    priority: 'lowest',
    block: 'also',
    sort: row => row.tags?.join(', ') ?? null,
    cell: row => <VisibleText text={row.tags?.join(', ') ?? '–'} />,
  },
]

/** The scenarios that contain a text, in the order of the suite. */
export function SuiteScenarios({ slug }: { slug: string }) {
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''))
  const query = search ? { limit: most, search } : { limit: most }
  const { data, error, refetch } = useContract(
    listScenariosContract,
    { params: { slug }, query },
    { keepPrevious: true },
  )
  return (
    <SectionTable
      title="Scenarios"
      note={data ? `${plural(data.found, 'scenario')}${data.found > most ? `, the first ${most} here` : ''}` : null}
      tools={
        <PausingSearchBox
          id="scenario-search"
          label="Search scenarios"
          placeholder="Id, input, findings or tag"
          value={search}
          onChange={text => void setSearch(text || null)}
        />
      }
      columns={columns}
      rows={data?.items}
      rowId={rowId}
      sortKey="scenarios"
      failure={
        error ? <Failure what="The scenarios could not be read." error={error} retry={() => void refetch()} /> : null
      }
      empty={<Empty title="No scenario contains this text" />}
    />
  )
}
