'use client'

import { Button } from '@mantine/core'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { usePages } from '#lib/client/use-pages.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import type { TraceItem } from '#lib/domain/traces/list-schemas.ts'
import { ConversationTurn } from './conversation-turn.tsx'
import styles from './sessions.module.css'

const idOf = (item: TraceItem) => item.traceId

/** The transcript of several traces, in their order: for each its input and its answer. */
export function Conversation({ query }: { query: { session: string } | { run: string } }) {
  const pages = usePages(listTracesContract, {
    key: ['conversation', query],
    filters: () => ({ ...query, messageTraces: 'fold' as const, sort: 'startedAt' as const }),
    idOf,
    pageSize: 50,
  })
  return (
    <section aria-label="Transcript" className={styles.conversation}>
      <h3>Transcript</h3>
      {pages.error ? <Failure what="The traces could not be read." error={pages.error} retry={pages.retry} /> : null}
      {pages.isPending ? <Skeleton rows={6} /> : null}
      <ol>
        {pages.items.map(item => (
          <ConversationTurn key={item.traceId} trace={item} />
        ))}
      </ol>
      {pages.rest === 'none' ? null : (
        <Button variant="default" size="xs" loading={pages.isReadingMore} onClick={pages.more}>
          Show more traces
        </Button>
      )}
    </section>
  )
}
