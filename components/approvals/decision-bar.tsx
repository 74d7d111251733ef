'use client'

import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Key, Note } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { chunkOf, usePreloaded } from '#lib/client/preloaded.ts'
import { holdKeys, releaseKeys } from '#lib/client/type-ahead.ts'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { useNow } from '#lib/client/use-now.ts'
import type { ApprovalDetail, DecisionKind } from '#lib/domain/approvals/schemas.ts'
import { escapeText } from '#lib/shared/escaped-text.ts'
import styles from './decision.module.css'
import { decisionTitleId } from './decision-head.tsx'
import { type Done, denial, type Intent, overtaken } from './view.ts'

// The fields and the diff are loaded only when somebody begins to decide.
const form = chunkOf(() => import('./decision-form.tsx').then(module => module.DecisionForm))

interface Props {
  approval: ApprovalDetail
  /** The decision whose key was pressed while the request was loading. */
  asked: DecisionKind | null
  onAsked: () => void
  onDecided: (done: Done) => void
}

/** The four decisions. Each opens a form first, so that one stray key decides nothing. */
export function DecisionBar({ approval, asked, onAsked, onDecided }: Props) {
  const { user } = useShell()
  const now = useNow('second')
  const [intent, setIntent] = useState<Intent | null>(null)
  const [sent, setSent] = useState(false)
  const why = (kind: DecisionKind) => denial(approval, kind, user.role, now)
  const open = (kind: DecisionKind) =>
    setIntent({ approvalId: approval.id, kind, revision: approval.revision, digest: approval.digest })
  const begin = (kind: DecisionKind) => {
    if (why(kind) !== null) return
    holdKeys()
    open(kind)
  }
  // What was typed after that key is kept already.
  useEffect(() => {
    if (asked === null) return
    onAsked()
    if (why(asked) === null) open(asked)
    else releaseKeys()
  })
  const cancel = () => {
    releaseKeys()
    setIntent(null)
    setSent(false)
  }
  const DecisionForm = usePreloaded(form, intent !== null)
  useHotkeys({
    a: () => begin('approve'),
    e: () => begin('edit'),
    r: () => begin('reject'),
    escape: cancel,
  })
  const pending = approval.status === 'pending'
  const news = intent ? overtaken(approval, intent, user.label, sent) : null
  const answering = pending && intent !== null && news === null
  useFocusBack(answering, intent?.kind ?? null)
  if (!pending && news === null) return null
  if (answering) {
    return (
      <footer className={styles.bar} data-answering>
        {DecisionForm ? (
          <DecisionForm
            key={intent.kind}
            approval={approval}
            intent={intent}
            onCancel={cancel}
            onSent={setSent}
            onDecided={done => {
              cancel()
              onDecided(done)
            }}
          />
        ) : null}
      </footer>
    )
  }
  const blocked = why('approve')
  return (
    <footer className={styles.bar}>
      {news ? (
        <div role="alert">
          <Note tone="warning">
            <VisibleText text={news} />
          </Note>
        </div>
      ) : null}
      {pending ? (
        <div className={styles.buttons}>
          <Button
            data-kind="approve"
            disabled={blocked !== null}
            title={blocked ?? undefined}
            onClick={() => begin('approve')}
          >
            Approve once <Key>A</Key>
          </Button>
          <Answer kind="edit" label="Edit…" hotkey="E" why={why('edit')} onClick={() => begin('edit')} />
          <Answer kind="reject" label="Reject…" hotkey="R" why={why('reject')} onClick={() => begin('reject')} />
          <Answer kind="respond" label="Answer…" why={why('respond')} onClick={() => begin('respond')} />
          <span className={styles.hint} data-blocked={blocked !== null}>
            {blocked ??
              (approval.risk === 'critical' ? `Critical: you will type ${escapeText(approval.tool)} to confirm` : '')}
          </span>
        </div>
      ) : null}
    </footer>
  )
}

/** When the form closes, moves the focus back to the button that opened it, or to the request once it is decided. */
function useFocusBack(answering: boolean, kind: DecisionKind | null) {
  const opened = useRef<DecisionKind | null>(null)
  useEffect(() => {
    if (answering) {
      opened.current = kind
      return
    }
    if (opened.current === null) return
    const button = document.querySelector<HTMLElement>(`footer [data-kind="${opened.current}"]`)
    opened.current = null
    if (document.activeElement === document.body) (button ?? document.getElementById(decisionTitleId))?.focus()
  }, [answering, kind])
}

interface AnswerProps {
  kind: DecisionKind
  label: string
  hotkey?: string
  why: string | null
  onClick: () => void
}

function Answer({ kind, label, hotkey, why, onClick }: AnswerProps) {
  return (
    <Button
      variant={kind === 'respond' ? 'subtle' : 'default'}
      className={kind === 'reject' ? styles.reject : undefined}
      data-kind={kind}
      disabled={why !== null}
      title={why ?? undefined}
      onClick={onClick}
    >
      {label} {hotkey ? <Key>{hotkey}</Key> : null}
    </Button>
  )
}
