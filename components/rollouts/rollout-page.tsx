'use client'

import Link from 'next/link'
import { Note } from '#components/kit/blocks.tsx'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { ObjectPage } from '#components/shell/object-page.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getRolloutContract } from '#lib/domain/rollouts/contract.ts'
import type { RolloutDetail } from '#lib/domain/rollouts/schemas.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import { ArmsChart } from './arms-chart.tsx'
import { FrozenMark, FrozenNote } from './frozen.tsx'
import { GateTable } from './gate-table.tsx'
import { PhaseBar } from './phase-bar.tsx'
import { RolloutActions } from './rollout-actions.tsx'
import { Changes, History } from './rollout-history.tsx'
import styles from './rollouts.module.css'
import { ShadowPairs } from './shadow-pairs.tsx'
import { candidateTraces, shareText, sidesOf, withoutFreezes } from './words.ts'

const list = { href: '/rollouts', label: 'Rollouts' }

/** One rollout: how far it is, what it waits for, and what every decision was based on. */
export function RolloutPage({ id }: { id: string }) {
  const query = useContract(getRolloutContract, { params: { id } }, { refetchInterval: 30_000 })
  return (
    <ObjectPage one="rollout" list={list} name={query.data?.candidate ?? id} query={query}>
      {rollout => <Loaded rollout={rollout} />}
    </ObjectPage>
  )
}

function Loaded({ rollout }: { rollout: RolloutDetail }) {
  const sides = sidesOf(rollout)
  return (
    <div className={styles.rollout}>
      <Head rollout={rollout} />
      <PhaseBar rollout={rollout} />
      <Why rollout={rollout} />
      <div className={styles.columns}>
        <div className={styles.evidence}>
          <GateTable
            gates={rollout.gates}
            candidate={sides.candidate.text}
            baseline={sides.baseline.text}
            anchor={rollout.anchor}
          />
          <ReadUpTo rollout={rollout} />
          <ArmsChart rollout={rollout} />
          <ShadowPairs rollout={rollout.id} />
        </div>
        <div className={styles.aside}>
          <Changes rollout={rollout} />
          <History rollout={rollout} />
        </div>
      </div>
    </div>
  )
}

function Head({ rollout }: { rollout: RolloutDetail }) {
  const { agent, environment, state, weightBps, revision, endedAt } = rollout
  const { of, baseline, candidate } = sidesOf(rollout)
  return (
    <header className={styles.head}>
      <div>
        <div className={styles.facts}>
          <Status
            of={rolloutStatuses}
            value={state}
            {...(endedAt === null && weightBps > 0
              ? { label: `${rolloutStatuses[state].label} at ${shareText(weightBps)}` }
              : {})}
          />
          <FrozenMark frozen={rollout.frozen} />
          <EnvironmentTag name={environment} />
          <span className="hp-muted">revision {revision}</span>
        </div>
        <h2 className={styles.title}>
          <Link href={`/agents/${encodeURIComponent(agent)}`}>
            <VisibleText text={agent} />
          </Link>{' '}
          <span className={styles.releases}>
            {of ? (
              <>
                <Link href={of.href}>
                  <VisibleText text={of.text} />
                </Link>{' '}
                {of.label}{' '}
              </>
            ) : null}
            <Link href={baseline.href}>
              <VisibleText text={baseline.text} />
            </Link>{' '}
            <span className={styles.arrow}>→</span>{' '}
            <Link href={candidate.href}>
              <VisibleText text={candidate.text} />
            </Link>
          </span>
        </h2>
      </div>
      <RolloutActions rollout={rollout} />
    </header>
  )
}

/** The worker's own name. If nobody had to do anything, it is not shown. */
const engine = 'rollouts'
const endTones: Partial<Record<RolloutDetail['state'], 'critical' | 'ok'>> = {
  rolled_back: 'critical',
  succeeded: 'ok',
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Why it has not been promoted yet, or how it ended, in one sentence. */
function Why({ rollout }: { rollout: RolloutDetail }) {
  const { state, proposal, transitions, endedAt, frozen } = rollout
  const end = endedAt === null ? null : transitions[0]
  if (end)
    return (
      <Note tone={endTones[state] ?? 'calm'}>
        <strong>{`${capital(rolloutStatuses[state].label)}${end.by === engine ? '' : ` by ${end.by}`}: `}</strong>
        <VisibleText text={end.message} />
      </Note>
    )
  const why = withoutFreezes(rollout)
  return (
    <>
      {proposal ? (
        <Note tone="waiting">
          <VisibleText text={proposal.by} /> wants to{' '}
          {proposal.action === 'promote' ? 'promote it' : `skip ${proposal.gate}`}:{' '}
          <VisibleText text={proposal.reason} /> A second person must agree.
        </Note>
      ) : null}
      <FrozenNote frozen={frozen} />
      {why ? (
        <Note tone={state === 'holding' ? 'warning' : state === 'paused' ? 'waiting' : 'calm'}>
          <VisibleText text={why} />
        </Note>
      ) : null}
    </>
  )
}

function ReadUpTo({ rollout }: { rollout: RolloutDetail }) {
  const { readUpTo, nextCheckAt } = rollout
  return (
    <p className={styles.readUpTo}>
      <span className="hp-muted">
        {readUpTo === null ? 'nothing read yet' : 'read up to '}
        {readUpTo === null ? null : <When at={readUpTo} form="absolute" />}
        {nextCheckAt === null ? null : ' · next look '}
        {nextCheckAt === null ? null : <When at={nextCheckAt} form="absolute" />}
      </span>
      <Link href={candidateTraces(rollout)}>the requests of the candidate</Link>
    </p>
  )
}
