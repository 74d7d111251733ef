'use client'

import { useQueryStates } from 'nuqs'
import { type ComponentType, useState } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { Approval, ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import { useApproval, useInbox } from './data.ts'
import { Decision } from './decision.tsx'
import styles from './inbox.module.css'
import { InboxEmpty } from './inbox-empty.tsx'
import { InboxList } from './inbox-list.tsx'
import { inboxView } from './search-params.ts'

/** One request as the pane shows it; decisions like it come with the single read only. */
export type Shown = Approval & Partial<Pick<ApprovalDetail, 'similar'>>

/** What led to a request; given by the page, because it belongs to another domain. */
export type LedHere = ComponentType<{ traceId: string; spanId: string | null; tool: string; askedAt: string }>

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
  // The list may be a step ahead of the single read or the reverse: the higher revision is the truth.
  const approval = newer(
    one.data,
    inbox.items.find(item => item.id === selected),
  )
  const move = (by: number) => {
    const at = inbox.items.findIndex(item => item.id === selected)
    const next = inbox.items[Math.max(0, Math.min(inbox.items.length - 1, at + by))]
    if (next) void setView({ id: next.id }, { history: 'replace' })
  }
  useHotkeys({ j: () => move(1), k: () => move(-1) })
  const back = (
    <button type="button" className={styles.back} onClick={() => void setView({ id: null })}>
      ‹ {inbox.waiting === null ? 'All' : `${inbox.waiting} waiting`}
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
          {one.error && !approval ? (
            <div className={styles.pad}>
              <Failure what="This request could not be read." error={one.error} retry={() => void one.refetch()} />
            </div>
          ) : null}
          {approval ? <Decision key={approval.id} approval={approval} LedHere={LedHere} /> : null}
          {!approval && (one.isLoading || inbox.isPending) ? <Skeleton rows={8} /> : null}
          {!selected && !inbox.isPending && !inbox.error ? <InboxEmpty tab={view.tab} /> : null}
        </div>
      </div>
    </PageFrame>
  )
}

function newer(one: ApprovalDetail | undefined, listed: Approval | undefined): Shown | undefined {
  if (!one || !listed) return one ?? listed
  return listed.revision > one.revision ? { ...one, ...listed } : one
}
