'use client'

import { useNow } from '#lib/client/use-now.ts'
import type { RolloutDetail, RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import { formatCountdown } from '#lib/shared/time.ts'
import styles from './rollouts.module.css'
import { secondsText, shareText } from './words.ts'

/** The phases with their shares: which are done, which one runs or holds, and how long it still takes. */
export function PhaseBar({ rollout }: { rollout: RolloutDetail }) {
  const { phases, phase: at, state } = rollout
  return (
    <ol className={styles.phases} aria-label="Phases">
      <Shadow rollout={rollout} />
      {phases.map(({ weightBps, seconds, startedAt, endedAt }, step) => {
        const isNow = step === at && rollout.endedAt === null
        const done = endedAt !== null && (state !== 'rolled_back' || step !== at)
        const mark = isNow ? (state === 'holding' || state === 'paused' ? state : 'running') : done ? 'done' : 'ahead'
        const shown = step === at && state === 'rolled_back' ? 'failed' : state === 'succeeded' ? 'done' : mark
        return (
          <li key={weightBps} data-mark={shown} style={{ flexGrow: Math.max(1, Math.log2(seconds / 900)) }}>
            <div className={styles.bar} />
            <div className={styles.phaseWords}>
              <strong>{shareText(weightBps)}</strong>
              <span>
                {weightBps === 10_000 ? 'bake ' : ''}
                {secondsText(seconds)}
              </span>
              <span className={styles.phaseEnd}>
                {isNow ? <Left rollout={rollout} /> : <Took from={startedAt} to={endedAt} mark={shown} />}
              </span>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** The time before the first phase, in which no user got the candidate. Shows nothing if there was none. */
function Shadow({ rollout: { phase, phases, state, endedAt, transitions } }: { rollout: RolloutDetail }) {
  const from = transitions.find(({ to }) => to === 'shadowing')?.at
  if (from === undefined) return null
  const to = phases[0]?.startedAt ?? endedAt
  const mark = phase !== null ? 'done' : endedAt === null ? 'running' : state === 'rolled_back' ? 'failed' : 'ahead'
  return (
    <li data-mark={mark} style={{ flexGrow: 1 }}>
      <div className={styles.bar} />
      <div className={styles.phaseWords}>
        <strong>Shadow</strong>
        <span className={styles.phaseEnd}>
          {mark === 'running' || mark === 'ahead' ? (
            rolloutStatuses[state].label
          ) : (
            <Took from={from} to={to} mark={mark} />
          )}
        </span>
      </div>
    </li>
  )
}

function Left({ rollout: { state, dueAt, holdEndsAt } }: { rollout: RolloutItem }) {
  const now = useNow('half-minute')
  if (state === 'paused') return 'paused'
  const until = state === 'holding' ? holdEndsAt : dueAt
  if (until === null || now === 0) return state
  const left = Date.parse(until) - now
  if (left <= 0) return state === 'holding' ? 'holding' : 'looking'
  return state === 'holding' ? `holding, at most ${formatCountdown(left)}` : `${formatCountdown(left)} left`
}

function Took({ from, to, mark }: { from: string | null; to: string | null; mark: string }) {
  if (from === null) return null
  const took = to === null ? '' : secondsText(Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  return mark === 'failed' ? `rolled back after ${took}` : `✓ ${took}`
}
