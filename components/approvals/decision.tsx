'use client'

import { lazy, Suspense } from 'react'
import { Part, Tag } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ApprovalDetail, DecisionKind } from '#lib/domain/approvals/schemas.ts'
import { Arguments } from './arguments.tsx'
import styles from './decision.module.css'
import { DecisionBar } from './decision-bar.tsx'
import { DecisionHead } from './decision-head.tsx'
import { Held } from './held.tsx'
import { Similar } from './similar.tsx'
import type { TraceParts } from './trace-parts.ts'
import type { LastDecision } from './use-next-request.ts'
import { argumentsTitles } from './view.ts'

// Most visits are to requests that wait, so the parts for edited, ended and called-back ones are loaded later.
const ArgumentsDiff = lazy(async () => ({ default: (await import('./arguments-diff.tsx')).ArgumentsDiff }))
const Callback = lazy(async () => ({ default: (await import('./callback.tsx')).Callback }))
const Outcome = lazy(async () => ({ default: (await import('./outcome.tsx')).Outcome }))

interface Props {
  approval: ApprovalDetail
  parts: TraceParts
  /** The decision whose key was pressed while the request was loading. Its form opens at once. */
  asked: DecisionKind | null
  onAsked: () => void
  onDecided: (decision: LastDecision) => void
}

/** One request, in the order that a person needs: what, why, how long, what led here, then the agent's own words. */
export function Decision({ approval, parts: { LedHere, RunSoFar, RunControl }, asked, onAsked, onDecided }: Props) {
  const { traceId, runId, rationale } = approval
  return (
    <article className={styles.decision} aria-labelledby="decision-title">
      <div className={styles.scroll}>
        <DecisionHead approval={approval} />
        <div className={styles.body}>
          <div className={styles.main}>
            <Part title={argumentsTitles[approval.status]} end={<Digest digest={approval.digest} />}>
              <Arguments of={approval.arguments} />
            </Part>
            {approval.decision?.kind === 'edit' ? (
              <Suspense fallback={null}>
                <ArgumentsDiff
                  title="What was changed"
                  before={approval.originalArguments}
                  after={approval.arguments}
                />
              </Suspense>
            ) : null}
            {approval.status === 'pending' ? null : (
              <Suspense fallback={null}>
                <Outcome approval={approval} />
              </Suspense>
            )}
            <Held approval={approval} />
            {traceId ? (
              <LedHere
                traceId={traceId}
                spanId={approval.spanId}
                tool={approval.tool}
                status={approval.status}
                askedAt={approval.requestedAt}
              />
            ) : (
              <Part title="What led here">
                <p className="hp-muted">The agent named no trace with this request, so its run cannot be shown.</p>
              </Part>
            )}
          </div>
          <aside className={styles.side} aria-label="Beside the request">
            {traceId ? <RunSoFar traceId={traceId} runId={runId} /> : null}
            <RunControl agent={approval.agent} runId={runId} tool={approval.tool} environment={approval.environment} />
            <Similar similar={approval.similar} />
            {approval.callbackUrl ? (
              <Suspense fallback={null}>
                <Callback url={approval.callbackUrl} deliveries={approval.callbacks} />
              </Suspense>
            ) : null}
          </aside>
          {rationale ? <OwnWords text={rationale} /> : null}
        </div>
      </div>
      <DecisionBar
        approval={approval}
        asked={asked}
        onAsked={onAsked}
        onDecided={done => onDecided({ id: approval.id, tool: approval.tool, ...done })}
      />
    </article>
  )
}

/** The agent's own words. They come last and are marked, because they are not evidence. */
function OwnWords({ text }: { text: string }) {
  return (
    <Part
      title={
        <>
          In the agent’s own words <Tag>not verified</Tag>
        </>
      }
    >
      <blockquote className={styles.words}>
        <VisibleText text={text} />
      </blockquote>
    </Part>
  )
}

function Digest({ digest }: { digest: string }) {
  return (
    <span className={styles.digest}>
      <span className="hp-mono" title={digest}>
        {digest.length > 24 ? `${digest.slice(0, 13)}…${digest.slice(-4)}` : digest}
      </span>
      <CopyButton text={digest} label="Copy digest" />
    </span>
  )
}
