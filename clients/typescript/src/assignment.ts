import type { JsonObject } from './canonical.ts'
import type { Kept } from './journal.ts'
import { type Transport, ticks } from './transport.ts'

export interface Allocation {
  agent: string
  environment: string
  baseline: string
  candidate: string | null
  weightBps: number
  seed: string
  rolloutId: string | null
}

export interface Assignment {
  release: string
  variant: 'candidate' | 'control' | 'baseline'
}

const utf8 = new TextEncoder()
const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))
const mix = (block: number) => Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)

/** murmur3, x86, 32 bits: as the server computes it. */
export function murmur3(text: string): number {
  const data = utf8.encode(text)
  const whole = data.length & ~3
  let hash = 0
  for (let at = 0; at < whole; at += 4)
    hash = (Math.imul(rotate(hash ^ mix(little(data, at, 4)), 13), 5) + 0xe6546b64) | 0
  if (whole < data.length) hash ^= mix(little(data, whole, data.length - whole))
  hash ^= data.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const little = (data: Uint8Array, at: number, count: number) =>
  data.subarray(at, at + count).reduce((sum, byte, i) => sum | (byte << (8 * i)), 0)

export const bucketOf = (seed: string, unit: string) => Math.floor((murmur3(`${seed}:${unit}`) * 10_000) / 2 ** 32)

/** Whose release a user or conversation gets. A weight that grows takes nobody out of the candidate. */
export function assign({ baseline, candidate, weightBps, seed }: Allocation, unit: string): Assignment {
  if (candidate === null) return { release: baseline, variant: 'baseline' }
  const bucket = bucketOf(seed, unit)
  if (bucket < weightBps) return { release: candidate, variant: 'candidate' }
  const control = bucket >= Math.max(5_000, weightBps) && bucket < Math.min(5_000 + weightBps, 10_000)
  return { release: baseline, variant: control ? 'control' : 'baseline' }
}

const freshMs = 10_000

/** An answer that cannot be read does not replace the one before. */
function isAllocation(item: unknown): item is Allocation {
  const { agent, environment, baseline, candidate, weightBps, seed } = Object(item) as Record<string, unknown>
  const texts = [agent, environment, baseline, candidate ?? '', seed]
  return texts.every(each => typeof each === 'string') && typeof weightBps === 'number'
}

/** Null where it is not what Holdpoint says. */
function allocationsOf(answer: unknown): Allocation[] | null {
  const { items } = Object(answer) as { items?: unknown }
  return Array.isArray(items) && items.every(isAllocation) ? items : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Answers from Holdpoint's last answer, also while it is away and, where there is a place to keep it, after a restart. */
export function assignments(transport: Transport, kept: Kept | null = null) {
  let known: Allocation[] = []
  let keptText: string | null = null
  let triedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | null = null
  const readKept = async () => {
    keptText = (await kept?.read()) ?? null
    if (keptText !== null) known = allocationsOf(parsed(keptText)) ?? known
  }
  const keep = async (items: Allocation[]) => {
    const text = JSON.stringify({ items })
    if (text === keptText) return
    await kept?.write(text)
    keptText = text
  }
  const ask = async () => {
    const answer = await transport
      .call('GET', '/api/v1/allocations', undefined, { patienceMs: 0 })
      .catch((): JsonObject => ({}))
    const items = allocationsOf(answer)
    if (items === null) return
    known = items
    // A disk that is full takes nothing from whoever asks now.
    await keep(items).catch(() => {})
  }
  return async (agent: string, environment: string, unit: string): Promise<Assignment | null> => {
    if (ticks() - triedAt >= freshMs) {
      triedAt = ticks()
      asking = asking === null ? readKept().then(ask) : ask()
      await asking
    } else if (known.length === 0) await asking // Whoever comes while the first answer is on its way.
    const found = known.find(each => each.agent === agent && each.environment === environment)
    return found ? assign(found, unit) : null
  }
}
