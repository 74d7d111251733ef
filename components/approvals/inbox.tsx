'use client'

import { IconChevronLeft } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Countdown } from '#components/kit/when.tsx'
import { EnvironmentSwitch, environmentSwitchId } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { holdKeys } from '#lib/client/type-ahead.ts'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { useScope } from '#lib/client/use-scope.ts'
import type { Approval, DecisionKind } from '#lib/domain/approvals/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { useApproval, useInbox, useReadAhead } from './data.ts'
import { DecidedNotice } from './decided-notice.tsx'
import { Decision } from './decision.tsx'
import { DecisionSkeleton } from './decision-skeleton.tsx'
import styles from './inbox.module.css'
import { InboxEmpty } from './inbox-empty.tsx'
import { InboxList } from './inbox-list.tsx'
import { inboxView } from './search-params.ts'
import type { TraceParts } from './trace-parts.ts'
import { useNextRequest } from './use-next-request.ts'

/** The list on the left, the decision on the right. A phone shows one of them at a time. */
export function Inbox({ parts }: { parts: TraceParts }) {
  const [view, setView] = useQueryStates(inboxView, { history: 'push' })
  const { environment, setEnvironment } = useScope()
  const { openPalette } = useShell()
  const inbox = useInbox(view, environment)
  const [pinned, setPinned] = useState<string | null>(null)
  const first = inbox.items[0]?.id ?? null
  // The first request stays open when another one moves to the top, or when it is decided. The page must not change while somebody reads.
  if (pinned === null && first !== null) setPinned(first)
  const selected = view.id ?? pinned
  const one = useApproval(selected)
  const at = inbox.items.findIndex(item => item.id === selected)
  useReadAhead([inbox.items[at + 1]?.id, inbox.items[at - 1]?.id])
  const next = useNextRequest(view.tab === 'waiting' ? inbox.items : [], selected, id => {
    setPinned(id)
    void setView({ id }, { history: 'replace' })
  })
  const open = (id: string) => {
    next.forget()
    void setView({ id })
  }
  const empty = !selected && !inbox.isPending && !inbox.error
  const move = (by: number) => {
    const to = inbox.items[Math.max(0, Math.min(inbox.items.length - 1, at + by))]
    next.forget()
    if (to) void setView({ id: to.id }, { history: 'replace' })
  }
  const isComing = selected !== null && !one.data && !one.error
  const [asked, setAsked] = useState<{ id: string; kind: DecisionKind } | null>(null)
  const askFor = (kind: DecisionKind) => {
    if (!isComing || asked?.id === selected) return
    holdKeys()
    setAsked({ id: selected, kind })
  }
  // These keys apply while the request is loading. Then its own bar handles them.
  const keysOfAnswers = { a: () => askFor('approve'), e: () => askFor('edit'), r: () => askFor('reject') }
  useHotkeys({
    ...(isComing ? keysOfAnswers : {}),
    j: () => move(1),
    k: () => move(-1),
    '/': openPalette,
    f: () => document.getElementById(environmentSwitchId)?.focus(),
  })
  return (
    <PageFrame
      title={<Title open={view.id === null ? null : (one.data ?? null)} />}
      tools={
        view.id === null ? <EnvironmentSwitch /> : <span className={styles.wideOnly}>{<EnvironmentSwitch />}</span>
      }
      back={view.id ? <Back waiting={inbox.waiting} onBack={() => void setView({ id: null })} /> : undefined}
    >
      <div className={styles.inbox} data-open={view.id !== null} data-empty={empty}>
        <InboxList
          inbox={inbox}
          filter={view}
          selected={selected}
          onTab={tab => {
            setPinned(null)
            next.forget()
            void setView({ tab, id: null, became: null, by: null })
          }}
          onFilter={filter => {
            setPinned(null)
            void setView({ ...filter, id: null })
          }}
          onSelect={open}
          onEverywhere={environment === null ? null : () => setEnvironment(null)}
        />
        <div className={styles.right}>
          <DecidedNotice last={next.last} onOpen={open} />
          {one.error && !one.data ? (
            <div className={styles.pad}>
              <Failure
                what="This request could not be read."
                error={one.error}
                retry={() => void one.refetch()}
                missing={
                  <Empty title="No such request">
                    The link may be incomplete, or the request belongs to another project.
                  </Empty>
                }
              />
            </div>
          ) : null}
          {one.data ? (
            <Decision
              key={one.data.id}
              approval={one.data}
              parts={parts}
              asked={asked?.id === one.data.id ? asked.kind : null}
              onAsked={() => setAsked(null)}
              onDecided={next.onDecided}
            />
          ) : null}
          {!one.data && (one.isLoading || inbox.isPending) ? <DecisionSkeleton /> : null}
          {empty ? <InboxEmpty tab={view.tab} /> : null}
        </div>
      </div>
    </PageFrame>
  )
}

/** On a phone the header shows the time left instead of the name, so that it stays in sight while the request scrolls. */
function Title({ open }: { open: Approval | null }) {
  if (open?.status !== 'pending') return 'Approvals'
  return (
    <>
      <span className={styles.wideOnly}>Approvals</span>
      <span className={styles.phoneOnly}>
        <Countdown until={open.expiresAt} /> <small className="hp-muted">left</small>
      </span>
    </>
  )
}

/** The way back to the list. Only phones need it: elsewhere the list is beside the request. */
function Back({ waiting, onBack }: { waiting: number | null; onBack: () => void }) {
  return (
    <button type="button" className={styles.back} onClick={onBack}>
      <IconChevronLeft size={18} aria-hidden />
      {waiting === null ? 'All' : `${formatCount(waiting)} waiting`}
    </button>
  )
}
