import type { JsonObject } from './canonical.ts'
import { Refused } from './errors.ts'
import type { Journal } from './journal.ts'
import { maySayBetter, thisProcess } from './process.ts'
import { idle, type Transport } from './transport.ts'

/** Holdpoint has understood, and the report makes no sense. An invalid key (401, 403, 404) says nothing about the report. */
const final = new Set([400, 409, 413, 422])

export type Teller = ReturnType<typeof teller>

/** Tells what happened, now or as soon as Holdpoint answers again, exactly once. */
export function teller(transport: Transport, journal: Journal) {
  let telling = false
  /** What is being told for the first time: a replay beside it leaves it alone. */
  const fresh = new Set<string>()

  const send = async (name: string, path: string, body: JsonObject, patienceMs: number): Promise<JsonObject | null> => {
    try {
      const answer = await transport.call('POST', path, body, { once: name, patienceMs })
      await journal.remove(name)
      return answer
    } catch (error) {
      if (!(error instanceof Refused) || !final.has(error.status) || error.type === 'request-in-progress') return null
      await journal.write({ name, at: Date.now(), path, body, refused: error.message }).catch(() => undefined)
      return {}
    }
  }

  const replay = async (): Promise<number> => {
    let left = 0
    for (const { name, path, body, refused, while: keeper, at } of await journal.entries()) {
      if (!path || !body || refused || fresh.has(name) || (keeper && (await maySayBetter(keeper, at)))) continue
      if ((await send(name, path, body, 0)) === null) left++
    }
    return left
  }

  const keepTelling = async () => {
    for (let ms = 500; (await replay()) > 0; ms = Math.min(ms * 2, 30_000)) await idle(ms)
  }

  const tellLater = () => {
    if (telling) return
    telling = true
    keepTelling()
      .catch(() => undefined)
      .finally(() => {
        telling = false
      })
  }

  return {
    replay,
    tellLater,
    /** An action is about to run: if nothing follows, nobody knows whether it did, and a person settles that. */
    started: (name: string, executing: JsonObject) => journal.write({ name, at: Date.now(), executing }),
    /** What is to be told if this process ends before it says better. Throws where it cannot be written. */
    async keep(name: string, path: string, body: JsonObject): Promise<void> {
      const keeper = await thisProcess()
      if (keeper) await journal.write({ name, at: Date.now(), path, body, while: keeper })
    },
    /** Never throws for Holdpoint's sake: the action has run, whatever becomes of the report. */
    async tell(name: string, path: string, body: JsonObject): Promise<JsonObject | null> {
      fresh.add(name)
      // A full disk must not lose the report that can still be sent.
      await journal.write({ name, at: Date.now(), path, body }).catch(() => undefined)
      const answer = await send(name, path, body, 500)
      fresh.delete(name)
      if (answer === null) tellLater()
      return answer
    },
    unsettled: async () => (await journal.entries()).filter(({ executing }) => executing !== undefined),
  }
}
