import { murmur3 } from '#lib/shared/murmur3.ts'

/** Everybody, in basis points. */
export const everybody = 10_000

/** Which release serves an agent in an environment, and what share of its users a candidate has. */
export interface Allocation {
  agent: string
  environment: string
  baseline: string
  /** Null: the baseline serves everybody. */
  candidate: string | null
  /** Share of the candidate in basis points; 0 without one. */
  weightBps: number
  /** What the buckets are mixed by: the same for the whole rollout, so that nobody leaves while it grows. */
  seed: string
  /** The rollout that holds it; null exactly where there is no candidate. */
  rolloutId: string | null
  revision: number
}

type Variant = 'candidate' | 'control' | 'baseline'

export interface Assignment {
  release: string
  variant: Variant
  /** SPLIT: a candidate is tried. STATIC: the same for everybody. */
  reason: 'SPLIT' | 'STATIC'
}

/** From 0 to 9,999: where a user or a conversation stands under a seed. It never changes. */
export const bucketOf = (seed: string, unit: string): number =>
  Math.floor((murmur3(`${seed}:${unit}`) * everybody) / 2 ** 32)

/**
 * Buckets of those who get the baseline and are compared with the candidate: as many as the candidate has while there
 * are as many, so that paid scoring need not score everybody. They begin at one half, and are never the candidate's.
 */
export function controlRange(weightBps: number): { from: number; until: number } {
  const half = everybody / 2
  return { from: Math.max(half, weightBps), until: Math.min(half + weightBps, everybody) }
}

/** All that decides who gets what. */
export type Shares = Pick<Allocation, 'baseline' | 'candidate' | 'weightBps' | 'seed'>

/** Whose release this user or conversation gets. A weight that grows takes nobody out of the candidate. */
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
    return { field: 'candidate', detail: `The candidate ${candidate} is the baseline itself.` }
  if (!Number.isInteger(weightBps) || weightBps < 0 || weightBps > everybody)
    return { field: 'weightBps', detail: `A weight is a whole number of basis points from 0 to ${everybody}.` }
  if (candidate === null && weightBps > 0) return { field: 'weightBps', detail: 'Without a candidate the weight is 0.' }
  return null
}
