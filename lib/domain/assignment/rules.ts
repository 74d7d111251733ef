import { murmur3 } from '#lib/shared/murmur3.ts'

/** Everybody, in basis points. */
export const everybody = 10_000

/** Which release serves an agent in an environment, and which share of its users gets the candidate instead. */
export interface Allocation {
  agent: string
  environment: string
  baseline: string
  /** Null: the baseline serves everybody. */
  candidate: string | null
  /** The share of the candidate in basis points; 0 without a candidate. */
  weightBps: number
  /** Mixed into the hash of each bucket. It stays the same for the whole rollout, so that a growing share takes the candidate from nobody. */
  seed: string
  /** The rollout that holds the allocation; null if and only if there is no candidate. */
  rolloutId: string | null
  revision: number
}

type Variant = 'candidate' | 'control' | 'baseline'

export interface Assignment {
  release: string
  variant: Variant
  /** SPLIT: a candidate is being tried. STATIC: everybody gets the same release. */
  reason: 'SPLIT' | 'STATIC'
}

/** The bucket of a user or conversation under a seed, from 0 to 9,999. It never changes. */
export const bucketOf = (seed: string, unit: string): number =>
  Math.floor((murmur3(`${seed}:${unit}`) * everybody) / 2 ** 32)

/**
 * The buckets that get the baseline and are compared with the candidate. They begin at one half and are as many as the
 * candidate's, as far as there are that many. So paid scoring need not score everybody.
 */
export function controlRange(weightBps: number): { from: number; until: number } {
  const half = everybody / 2
  return { from: Math.max(half, weightBps), until: Math.min(half + weightBps, everybody) }
}

/** The fields that decide who gets which release. */
export type Shares = Pick<Allocation, 'baseline' | 'candidate' | 'weightBps' | 'seed'>

/** Which release this user or conversation gets. A growing weight takes the candidate from nobody. */
export function assign(allocation: Shares, unit: string): Assignment {
  const { baseline, candidate, weightBps, seed } = allocation
  if (candidate === null) return { release: baseline, variant: 'baseline', reason: 'STATIC' }
  const bucket = bucketOf(seed, unit)
  if (bucket < weightBps) return { release: candidate, variant: 'candidate', reason: 'SPLIT' }
  const { from, until } = controlRange(weightBps)
  return { release: baseline, variant: bucket >= from && bucket < until ? 'control' : 'baseline', reason: 'SPLIT' }
}

interface AllocationFault {
  field: 'baseline' | 'candidate' | 'weightBps'
  detail: string
}

/** What is wrong with an allocation, or null. */
export function faultOf(asked: Pick<Allocation, 'baseline' | 'candidate' | 'weightBps'>): AllocationFault | null {
  const { baseline, candidate, weightBps } = asked
  if (candidate === baseline)
    return { field: 'candidate', detail: `The candidate ${candidate} is the same as the baseline.` }
  if (!Number.isInteger(weightBps) || weightBps < 0 || weightBps > everybody)
    return { field: 'weightBps', detail: `A weight is a whole number of basis points from 0 to ${everybody}.` }
  if (candidate === null && weightBps > 0)
    return { field: 'weightBps', detail: 'Without a candidate the weight must be 0.' }
  return null
}
