import {
  differenceOf,
  type Estimate,
  logRatioOf,
  mean,
  rateLower,
  rateSequence,
  rateUpper,
  reachOf,
  sequenceReach,
  stratify,
} from './statistics.ts'
import type { Evidence, GateResult, Gates, Moments, PhaseEvidence, Strategy, Verdict } from './types.ts'

/** The share of rollouts in which any of its decisions may be wrong. */
const totalAlpha = 0.05
/** With fewer values there is no verdict. */
const minimumScored = 50
const minimumCosts = 100
/** The number of values at which the bounds that are valid at any time are narrowest. */
const expectedSamples = 5_000

/** The single check at the end of a phase, or bounds that are valid for any number of checks. */
export type Look = { kind: 'fixed'; looks: number } | { kind: 'anytime' }

/** Half of alpha is shared among the checks at the end of phases; the other half is for the checks in between. */
const alphaOf = (look: Look): number => (look.kind === 'fixed' ? totalAlpha / 2 / look.looks : totalAlpha / 2)

type Judged = Pick<GateResult, 'verdict' | 'low' | 'high' | 'needed' | 'note'>

function boundsOf({ value, error2, n }: Estimate, look: Look): { low: number; high: number; reach: number } {
  const alpha = alphaOf(look)
  const reach = look.kind === 'fixed' ? reachOf(alpha) : sequenceReach(n, expectedSamples, alpha)
  const half = reach * Math.sqrt(error2)
  return { low: value - half, high: value + half, reach }
}

const sumOf = (phases: readonly PhaseEvidence[], read: (phase: PhaseEvidence) => number) =>
  phases.reduce((sum, phase) => sum + read(phase), 0)
const rateOf = (errors: number, requests: number) => (requests === 0 ? null : errors / requests)

/** The fewest requests that prove an error rate below the limit, if errors continue at the present rate. */
function requestsNeeded(rate: number, limit: number, alpha: number): number | null {
  if (rate >= limit) return null
  const proves = (n: number) => rateUpper(Math.round(rate * n), n, alpha) < limit
  let most = 128
  while (!proves(most)) {
    most *= 2
    if (most > 1e7) return null
  }
  let least = most / 2
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (proves(middle)) most = middle
    else least = middle
  }
  return most
}

/** Errors of all phases together against a fixed limit. */
function judgeErrors(phases: readonly PhaseEvidence[], limit: number, look: Look): GateResult {
  const n = sumOf(phases, ({ candidate }) => candidate.requests)
  const k = sumOf(phases, ({ candidate }) => candidate.errors)
  const control = rateOf(
    sumOf(phases, phase => phase.control.errors),
    sumOf(phases, phase => phase.control.requests),
  )
  const alpha = alphaOf(look)
  const rate = rateOf(k, n)
  const { low, high } =
    look.kind === 'fixed'
      ? { low: rateLower(k, n, alpha), high: n === 0 ? 1 : rateUpper(k, n, alpha) }
      : rateSequence(k, n, alpha)
  const needed = requestsNeeded(rate ?? 0, limit, alpha)
  const provable = Math.ceil(Math.log(alpha) / Math.log(1 - limit))
  const verdict: Verdict =
    high < limit && n > 0 ? 'PASS' : low > limit ? 'FAIL' : n < provable ? 'INSUFFICIENT_DATA' : 'INCONCLUSIVE'
  return {
    ...{ gate: 'errors', verdict, value: rate, baseline: control, estimate: rate, limit, samples: n, needed },
    ...(n === 0 ? { low: null, high: null } : { low, high }),
    note: n === 0 ? 'No request of the candidate has been seen.' : '',
  }
}

interface Compared {
  gate: 'quality' | 'cost'
  limit: number
  minimum: number
  /** The direction that is worse: lower quality, or higher cost. */
  worse: 'below' | 'above'
  read: (arm: PhaseEvidence['candidate']) => Moments
  estimate: (candidate: Moments, control: Moments) => Estimate | null
  missing: string
}

const together = (phases: readonly PhaseEvidence[], read: (phase: PhaseEvidence) => Moments): Moments => {
  const sum = { n: 0, sum: 0, squares: 0 }
  for (const phase of phases) {
    const one = read(phase)
    sum.n += one.n
    sum.sum += one.sum
    sum.squares += one.squares
  }
  return sum
}

function compare(phases: readonly PhaseEvidence[], look: Look, how: Compared): GateResult {
  const candidate = together(phases, phase => how.read(phase.candidate))
  const control = together(phases, phase => how.read(phase.control))
  const strata = phases.flatMap(phase => {
    const [a, b] = [how.read(phase.candidate), how.read(phase.control)]
    // With only a few values in a phase, their spread cannot be trusted.
    return a.n < 20 || b.n < 20 ? [] : [how.estimate(a, b)]
  })
  const estimate = stratify(strata.filter(one => one !== null))
  const samples = Math.min(candidate.n, control.n)
  const judged =
    estimate === null || samples < how.minimum ? lacking(how, samples) : judgeEstimate(estimate, look, how, samples)
  return {
    ...{ gate: how.gate, value: mean(candidate), baseline: mean(control), samples, limit: how.limit },
    ...{ estimate: estimate?.value ?? null, ...judged },
  }
}

const lacking = ({ minimum, missing }: Compared, samples: number): Judged => ({
  ...{ verdict: 'INSUFFICIENT_DATA', low: null, high: null, needed: minimum },
  note: samples === 0 ? missing : '',
})

function judgeEstimate(estimate: Estimate, look: Look, how: Compared, samples: number): Judged {
  const { low, high, reach } = boundsOf(estimate, look)
  const { limit } = how
  const passes = how.worse === 'below' ? low > limit : high < limit
  const fails = how.worse === 'below' ? high < limit : low > limit
  const room = how.worse === 'below' ? estimate.value - limit : limit - estimate.value
  // The error shrinks with the square root of the samples: this many more of them bring the bound to the limit.
  const needed =
    room <= 0 ? null : Math.max(how.minimum, Math.ceil((samples * reach * reach * estimate.error2) / room ** 2))
  return { low, high, needed, verdict: passes ? 'PASS' : fails ? 'FAIL' : 'INCONCLUSIVE', note: '' }
}

const quality = (margin: number): Compared => ({
  ...{ gate: 'quality', limit: -margin, minimum: minimumScored, worse: 'below', estimate: differenceOf },
  ...{ read: arm => arm.quality, missing: 'No request has been scored on both sides.' },
})

const cost = (increase: number): Compared => ({
  ...{ gate: 'cost', limit: Math.log(1 + increase), minimum: minimumCosts, worse: 'above', estimate: logRatioOf },
  ...{ read: arm => arm.cost, missing: 'No request with a known cost has been seen on both sides.' },
})

const cheaper = Math.log(0.8)

function judgeCost(phases: readonly PhaseEvidence[], increase: number, look: Look): GateResult {
  const judged = compare(phases, look, cost(increase))
  if (judged.high === null || judged.high > cheaper) return judged
  return { ...judged, note: 'More than 20 % cheaper than the baseline: check whether its answers are cut short.' }
}

function judgeSafety({ incident }: Evidence): GateResult {
  return {
    ...{ gate: 'safety', verdict: incident ? 'FAIL' : 'PASS', value: incident ? 1 : 0, baseline: null },
    ...{ estimate: null, low: null, high: null, limit: 1, samples: 0, needed: null },
    note: incident ? `Critical incident ${incident.id}: ${incident.title}` : '',
  }
}

/** The results of all gates of a phase in one check. */
export function judgeGates(evidence: Evidence, gates: Gates, look: Look): GateResult[] {
  const { phases } = evidence
  const results = [
    gates.maximumErrorRate === null ? null : judgeErrors(phases, gates.maximumErrorRate, look),
    gates.qualityMargin === null ? null : compare(phases, look, quality(gates.qualityMargin)),
    gates.costIncrease === null ? null : judgeCost(phases, gates.costIncrease, look),
    judgeSafety(evidence),
  ]
  return results.filter(one => one !== null)
}

type AskedShadow = NonNullable<Strategy['shadow']>
type Pairs = { pairs: number; difference: Moments }
const noPairs: Pairs = { pairs: 0, difference: { n: 0, sum: 0, squares: 0 } }

/** Differences between two answers to the same request, so that few pairs are enough. */
function judgePairs(gate: 'shadow' | 'anchor', { pairs, difference }: Pairs, asked: AskedShadow): GateResult {
  const { n, sum, squares } = difference
  const error2 = n < 2 ? null : (squares - sum ** 2 / n) / (n - 1)
  const value = mean(difference)
  const { minimumPairs: minimum, margin } = asked
  const base = { gate, value, baseline: null, estimate: value, samples: n, limit: -margin }
  if (value === null || error2 === null || n < minimum)
    return {
      ...{ ...base, verdict: 'INSUFFICIENT_DATA', low: null, high: null, needed: minimum },
      note: pairs > n ? `${pairs - n} pairs wait for their scores.` : '',
    }
  const estimate = { value, error2: Math.max(error2, 1 / 12 / n) / n, n }
  return { ...base, ...judgeEstimate(estimate, { kind: 'anytime' }, { ...quality(margin), minimum }, n) }
}

/** The shadow compared with production, and with the anchor if there is one. */
export function judgeShadow({ shadow }: Evidence, asked: AskedShadow): GateResult[] {
  const own = judgePairs('shadow', shadow ?? noPairs, asked)
  const { minimumCoverage: least, anchor } = asked
  const coverage = shadow?.coverage ?? null
  const isThin = least !== null && (coverage === null || coverage < least) && own.verdict === 'PASS'
  const note = 'Too small a share of production is mirrored.'
  const judged: GateResult = isThin ? { ...own, verdict: 'INCONCLUSIVE', note } : own
  return anchor ? [judged, judgePairs('anchor', shadow?.anchor ?? noPairs, asked)] : [judged]
}
