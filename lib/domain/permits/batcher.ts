import { setImmediate } from 'node:timers/promises'
import type { Database } from '#lib/platform/db/client.ts'
import { once } from '#lib/platform/registry.ts'
import { type Entry, post, type Result } from './ledger.ts'

/** The most rows of one transaction. */
const most = 256

interface Waiting extends Entry {
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/**
 * What comes in while a transaction runs goes together into the next one. So a busy agent waits for one lock, not for
 * hundreds.
 */
class Lane {
  readonly #queue: Waiting[] = []
  #running = false

  submit(entry: Entry): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...entry, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    do {
      // Takes along what has arrived on other connections by now.
      await setImmediate()
      await settle(this.#queue.splice(0, most))
    } while (this.#queue.length > 0)
    this.#running = false
  }
}

async function settle(batch: readonly Waiting[]): Promise<void> {
  try {
    const results = await post(batch)
    for (const [i, one] of batch.entries()) tell(one, results[i])
  } catch (error) {
    // One of them may have failed the whole batch. Each is tried by itself, and only the failing one gets the error.
    if (batch.length === 1) return batch[0]?.reject(error)
    for (const one of batch) await settle([one])
  }
}

function tell({ resolve, reject }: Waiting, result: Result | undefined): void {
  if (result && 'value' in result) resolve(result.value)
  else reject(result?.error ?? new Error('a batch gave too few results'))
}

const lanes = () => once('permits.lanes', () => new WeakMap<Database, Map<string, Lane>>())

/** Processes the work together with other work of the project. */
export function submit<T>(entry: Entry): Promise<T> {
  const { db, projectId } = entry.ctx
  const ofDatabase = lanes().get(db) ?? new Map<string, Lane>()
  lanes().set(db, ofDatabase)
  const lane = ofDatabase.get(projectId) ?? new Lane()
  ofDatabase.set(projectId, lane)
  return lane.submit(entry) as Promise<T>
}
