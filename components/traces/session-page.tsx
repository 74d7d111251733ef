'use client'

import Link from 'next/link'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { WholeScores } from '#components/kit/whole-scores.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getSessionContract } from '#lib/domain/sessions/contract.ts'
import type { SessionDetail } from '#lib/domain/sessions/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { Conversation } from './sessions/conversation.tsx'
import { sessionTracesHref } from './sessions/session-href.ts'
import styles from './sessions/sessions.module.css'
import { WorkFigures } from './sessions/work-figures.tsx'

/** One session: its totals, and the transcript of all its traces. */
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
            <WholeScores of="session" scores={data.scores} />
            <Conversation query={{ session: sessionId }} />
          </>
        ) : null}
      </div>
    </PageFrame>
  )
}

function Head({ session }: { session: SessionDetail }) {
  const { userId, agents, environments, firstAt, lastAt, traces, errors } = session
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
        <WorkFigures
          of={session}
          traces={traces}
          durationMs={Date.parse(lastAt) - Date.parse(firstAt)}
          tracesHref={href}
          costHref={`${href}&sort=-cost`}
        >
          <Figure
            label="failed"
            value={formatCount(errors)}
            note="traces whose root span failed"
            href={errors > 0 ? `${href}&status=error` : undefined}
          />
        </WorkFigures>
      </Figures>
    </EntityHead>
  )
}

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
