'use client'

import { useQueryStates } from 'nuqs'
import { type ComponentType, useState } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { useApproval, useInbox, useReadAhead } from './data.ts'
import { Decision } from './decision.tsx'
import styles from './inbox.module.css'
import { InboxEmpty } from './inbox-empty.tsx'
import { InboxList } from './inbox-list.tsx'
import { inboxView } from './search-params.ts'

/** What led to a request; given by the page, because it belongs to another domain. */
/** Shows the trace around a request; another domain's, so the page puts it in. */
export type LedHere = ComponentType<{
  traceId: string
  spanId: string | null
  tool: string
  askedAt: string
  runId: string | null
}>

/** List left, decision right; on a phone one of them at a time. */
export function Inbox({ LedHere }: { LedHere: LedHere }) {
  const [view, setView] = useQueryStates(inboxView, { history: 'push' })
  const inbox = useInbox(view.tab)
  const [pinned, setPinned] = useState<string | null>(null)
  const first = inbox.items[0]?.id ?? null
  // The first request stays open when another goes to the top or it is decided: nothing may change under the reader.
  if (pinned === null && first !== null) setPinned(first)
  const selected = view.id ?? pinned
  const one = useApproval(selected)
  const at = inbox.items.findIndex(item => item.id === selected)
  useReadAhead([inbox.items[at + 1]?.id, inbox.items[at - 1]?.id])
  const move = (by: number) => {
    const next = inbox.items[Math.max(0, Math.min(inbox.items.length - 1, at + by))]
    if (next) void setView({ id: next.id }, { history: 'replace' })
  }
  useHotkeys({ j: () => move(1), k: () => move(-1) })
  const back = (
    <button type="button" className={styles.back} onClick={() => void setView({ id: null })}>
      ‹ {inbox.waiting === null ? 'All' : `${formatCount(inbox.waiting)} waiting`}
    </button>
  )
  return (
    <PageFrame title="Approvals" back={view.id ? back : undefined}>
      <div className={styles.inbox} data-open={view.id !== null}>
        <InboxList
          inbox={inbox}
          tab={view.tab}
          selected={selected}
          onTab={tab => {
            setPinned(null)
            void setView({ tab, id: null })
          }}
          onSelect={id => void setView({ id })}
        />
        <div className={styles.right}>
          {one.error && !one.data ? (
            <div className={styles.pad}>
              <Failure what="This request could not be read." error={one.error} retry={() => void one.refetch()} />
            </div>
          ) : null}
          {one.data ? <Decision key={one.data.id} approval={one.data} LedHere={LedHere} /> : null}
          {!one.data && (one.isLoading || inbox.isPending) ? <Skeleton rows={8} /> : null}
          {!selected && !inbox.isPending && !inbox.error ? <InboxEmpty tab={view.tab} /> : null}
        </div>
      </div>
    </PageFrame>
  )
}
