'use client'

import { Code, Note, Part, Tag } from '#components/kit/blocks.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown, When } from '#components/kit/when.tsx'
import type { ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import { ArgumentsDiff } from './arguments-diff.tsx'
import styles from './decision.module.css'
import { DecisionBar } from './decision-bar.tsx'
import type { LedHere } from './inbox.tsx'
import { Outcome } from './outcome.tsx'
import { Similar } from './similar.tsx'

/** One request, in the order a person needs it: what, why, how long, what led here, then the agent's own words. */
export function Decision({ approval, LedHere }: { approval: ApprovalDetail; LedHere: LedHere }) {
  return (
    <article className={styles.decision} aria-labelledby="decision-title">
      <div className={styles.scroll}>
        <Head approval={approval} />
        <Part title="What will run" end={<Digest digest={approval.digest} />}>
          <Code label="arguments" text={JSON.stringify(approval.arguments, null, 2)} />
        </Part>
        {canonical(approval.originalArguments) === canonical(approval.arguments) ? null : (
          <ArgumentsDiff before={approval.originalArguments} after={approval.arguments} />
        )}
        {approval.reasons.length > 0 ? (
          <Note tone="waiting">
            <strong className={styles.held}>Held because</strong>{' '}
            {approval.reasons.map(reason => (
              <span key={reason.rule}>
                <VisibleText text={reason.message} />{' '}
              </span>
            ))}
          </Note>
        ) : null}
        <Outcome approval={approval} />
        {approval.traceId ? (
          <LedHere
            traceId={approval.traceId}
            spanId={approval.spanId}
            tool={approval.tool}
            askedAt={approval.requestedAt}
            runId={approval.runId}
          />
        ) : (
          <Part title="What led here">
            <p className="hp-muted">The agent named no trace with this request.</p>
          </Part>
        )}
        <Similar similar={approval.similar} />
        {approval.rationale ? (
          <Part
            title={
              <>
                In the agent’s own words <Tag>not verified</Tag>
              </>
            }
          >
            <blockquote className={styles.words}>
              <VisibleText text={approval.rationale} />
            </blockquote>
          </Part>
        ) : null}
      </div>
      <DecisionBar approval={approval} />
    </article>
  )
}

const canonical = (value: unknown) => JSON.stringify(value)

function Head({ approval }: { approval: ApprovalDetail }) {
  const pending = approval.status === 'pending'
  return (
    <header className={styles.head}>
      <div>
        <p className={styles.facts}>
          <Tag critical={approval.environment === 'production'}>{approval.environment}</Tag>
          <Status of="risk" value={approval.risk} />
          {pending ? null : <Status of="approval" value={approval.status} />}
          <span className="hp-muted">
            asked <When at={approval.requestedAt} /> · revision {approval.revision}
          </span>
        </p>
        <h2 id="decision-title" className={styles.title}>
          <VisibleText text={approval.tool} />
        </h2>
        <p className="hp-muted">
          by <VisibleText text={approval.agent} />
          {approval.release ? ` · release ${approval.release}` : ''}
          {approval.runId ? ` · run ${approval.runId}` : ''}
        </p>
      </div>
      {pending ? (
        <p className={styles.left}>
          <Countdown until={approval.expiresAt} />
          <small className="hp-muted">then it is refused</small>
        </p>
      ) : null}
    </header>
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
