import { parseArgs } from 'node:util'
import { fixedHorizon, literal, type Policy } from './support/rollouts/policies.ts'
import { type Outcome, simulate } from './support/rollouts/simulate.ts'
import { randomOf } from './support/rollouts/stream.ts'
import { type Case, cases } from './support/rollouts/worlds.ts'

// npm run simulate:rollouts [-- --rounds 200]: the engine beside two usual policies, on the same streams.

const { values } = parseArgs({ args: process.argv.slice(3), options: { rounds: { type: 'string', default: '200' } } })
const rounds = Number(values.rounds)

interface Shares {
  promoted: number
  rolledBack: number
  reachesHalf: number
  hours: number
}

function run(world: Case, policy: Policy): Shares {
  const outcomes: Outcome[] = []
  for (let round = 0; round < rounds; round++) outcomes.push(simulate(world, policy, randomOf(round * 7919 + 17)))
  const share = (is: (outcome: Outcome) => boolean) => outcomes.filter(is).length / rounds
  const hours = outcomes.map(outcome => outcome.hours).sort((a, b) => a - b)
  return {
    promoted: share(({ end }) => end === 'promoted'),
    rolledBack: share(({ end }) => end === 'rolled back'),
    reachesHalf: share(({ greatestBps }) => greatestBps >= 5_000),
    hours: hours[Math.floor(rounds / 2)] ?? 0,
  }
}

function misses({ target }: Case, { promoted, rolledBack, reachesHalf }: Shares): string[] {
  const faults: string[] = []
  if (target.promoted && promoted < target.promoted.atLeast) faults.push('promoted')
  if (target.rolledBack?.atLeast !== undefined && rolledBack < target.rolledBack.atLeast) faults.push('rolled back')
  if (target.rolledBack?.atMost !== undefined && rolledBack > target.rolledBack.atMost) faults.push('rolled back')
  if (target.reachesHalf && reachesHalf > target.reachesHalf.atMost) faults.push('reaches 50 %')
  return faults
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const cell = ({ promoted, rolledBack, reachesHalf }: Shares) =>
  `${percent(promoted)} / ${percent(rolledBack)} / ${percent(reachesHalf)}`

console.info(`Each cell: promoted / rolled back / reached 50 %, of ${rounds} rollouts. The rest waits for a person.\n`)
console.info('| candidate | Holdpoint | median hours | plain thresholds | fixed horizon | target |')
console.info('|---|---|---|---|---|---|')
let missed = 0
for (const world of cases) {
  const own = run(world, 'holdpoint')
  const faults = misses(world, own)
  missed += faults.length
  const verdict = faults.length === 0 ? 'met' : `missed: ${faults.join(', ')}`
  const others = [literal, fixedHorizon].map(policy => cell(run(world, policy)))
  console.info(`| ${[world.name, cell(own), own.hours.toFixed(1), ...others, verdict].join(' | ')} |`)
}
if (missed > 0) process.exitCode = 1
