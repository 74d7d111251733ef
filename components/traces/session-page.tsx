'use client'

import Link from 'next/link'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getSessionContract } from '#lib/domain/sessions/contract.ts'
import type { SessionDetail } from '#lib/domain/sessions/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { Conversation } from './sessions/conversation.tsx'
import { leftOutText } from './sessions/left-out.ts'
import { sessionTracesHref } from './sessions/session-href.ts'
import { SessionScores } from './sessions/session-scores.tsx'
import styles from './sessions/sessions.module.css'

/** One session: its totals, and what was said over all its traces. */
export function SessionPage({ sessionId }: { sessionId: string }) {
  const { data, error, isPending, refetch } = useContract(getSessionContract, { params: { sessionId } })
  const title = (
    <>
      <Link href="/sessions">Sessions</Link> <span className="hp-muted">/</span> <VisibleText text={sessionId} />
    </>
  )
  return (
    <PageFrame title={title}>
      <div className={styles.page}>
        {error ? (
          <Failure
            what="This session could not be read."
            error={error}
            retry={() => void refetch()}
            missing={<NoSuchSession />}
          />
        ) : null}
        {isPending ? <Skeleton rows={10} /> : null}
        {data ? (
          <>
            <Head session={data} />
            <SessionScores scores={data.scores} />
            <Conversation query={{ session: sessionId }} />
          </>
        ) : null}
      </div>
    </PageFrame>
  )
}

function Head({ session }: { session: SessionDetail }) {
  const { userId, agents, environments, firstAt, lastAt, traces, messageTraces, errors } = session
  const href = sessionTracesHref(session.sessionId)
  return (
    <EntityHead
      name={session.sessionId}
      facts={<span className="hp-muted">{environments.join(', ')}</span>}
      description={
        <>
          {userId ? (
            <>
              User{' '}
              <Link href={`/sessions?range=all&user=${encodeURIComponent(userId)}`}>
                <VisibleText text={userId} />
              </Link>
              {agents.length > 0 ? ' with ' : ''}
            </>
          ) : null}
          <VisibleText text={agents.join(', ')} />, from <When at={firstAt} form="absolute" /> to{' '}
          <When at={lastAt} form="absolute" />
        </>
      }
    >
      <Figures label="Totals of the session">
        <Figure
          label="Traces"
          value={formatCount(traces)}
          note={messageTraces > 0 ? `${formatCount(messageTraces)} of framework messages only` : undefined}
          href={href}
        />
        <Figure
          label="Failed"
          value={formatCount(errors)}
          note="traces whose root span failed"
          href={errors > 0 ? `${href}&status=error` : undefined}
        />
        <Figure label="Length" value={formatDuration(Date.parse(lastAt) - Date.parse(firstAt))} />
        <Figure
          label="Calls"
          value={formatCount(session.llmCalls + session.toolCalls)}
          note={`${plural(session.llmCalls, 'model call')}, ${plural(session.toolCalls, 'tool call')}`}
        />
        <Figure
          label="Tokens"
          value={formatCount(tokensOf(session))}
          note={`${formatCount(session.inputTokens)} in, ${formatCount(session.outputTokens)} out`}
        />
        <Figure label="Cost" value={formatUsd(session.cost)} note={leftOutText(session)} href={`${href}&sort=-cost`} />
      </Figures>
    </EntityHead>
  )
}

const tokensOf = ({ inputTokens, outputTokens }: SessionDetail) =>
  inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0)

const NoSuchSession = () => (
  <Empty title="No such session">
    <p>
      No stored trace names this session. The link may be incomplete, or its traces are older than the time that traces
      are kept.
    </p>
    <p>
      <Link href="/sessions">All sessions</Link>
    </p>
  </Empty>
)
