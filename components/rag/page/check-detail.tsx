'use client'

import { Empty } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getCheckContract, listQueriesContract } from '#lib/domain/rag/contract.ts'
import type { Check, CheckItem } from '#lib/domain/rag/schemas.ts'
import { ragStatuses } from '#lib/domain/rag/statuses.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { shareText } from '../columns.tsx'
import { ResultList } from '../result-list.tsx'

type Query = Answer<typeof listQueriesContract>['items'][number]

const labels: Record<Check['name'], string> = {
  'embedding-model': 'Embedding model',
  recall: 'Recall',
  'index-fresh': 'Index is fresh',
  chunks: 'Chunks',
  'prompt-ab': 'Prompt A/B',
}
const queryColumns: Column<Query>[] = [
  {
    id: 'query',
    header: 'query',
    leads: true,
    sort: row => row.id,
    cell: row => <VisibleText text={row.text ?? row.id} />,
  },
  {
    id: 'missing',
    header: 'missing',
    sort: row => row.missing.join(', '),
    cell: row => <VisibleText text={row.missing.join(', ')} />,
  },
  {
    id: 'retrieved',
    header: 'retrieved instead',
    priority: 'low',
    sort: row => row.retrieved.join(', '),
    cell: row => <VisibleText text={row.retrieved.join(', ')} />,
  },
  {
    id: 'recall',
    header: 'recall',
    number: true,
    width: 90,
    sort: row => row.recall,
    cell: row => shareText(row.recall),
  },
  {
    id: 'rank',
    header: '1 / rank',
    number: true,
    width: 90,
    priority: 'low',
    sort: row => row.reciprocalRank,
    cell: row => shareText(row.reciprocalRank),
  },
]
const idOf = ({ id }: Query) => id

/** Without k the server computes nothing for a query. */
function noneFails({ queries, k }: CheckItem): string {
  if (queries === 0) return 'No query was sent'
  return k === null ? 'k was not stated, so nobody knows what the queries found' : 'Every query found all it should'
}

/** The five results of a check with their reasons, its figures, and the queries in which a document is missing. */
export function CheckDetail({ check }: { check: CheckItem }) {
  const params = { id: check.id }
  const whole = useContract(getCheckContract, { params })
  const failing = useContract(listQueriesContract, { params, query: { only: 'failing', limit: 100 } })
  const at = check.k === null ? '' : `@${check.k}`
  return (
    <>
      <Figures label="Figures of the check">
        <Figure label={`recall${at}`} value={shareText(check.recall)} note={`${check.queries} queries`} />
        <Figure label={`precision${at}`} value={shareText(check.precision)} />
        <Figure label="MRR" value={shareText(check.mrr)} note="mean of 1 / rank of the first hit" />
        <Figure label={`nDCG${at}`} value={shareText(check.ndcg)} />
        <Figure label="hit rate" value={shareText(check.hitRate)} />
      </Figures>
      <ResultList
        title="Five checks"
        tools={whole.data ? <CopyButton text={whole.data.markdown} label="Copy Markdown" /> : null}
        of={ragStatuses}
        results={check.checks.map(({ name, result, message }) => ({ name: labels[name], status: result, message }))}
      />
      <SectionTable
        title="Failing queries"
        note="in which an expected document is missing, the worst first"
        columns={queryColumns}
        rows={failing.data?.items}
        rowId={idOf}
        sortKey="failing"
        empty={<Empty title={noneFails(check)} />}
      />
    </>
  )
}
