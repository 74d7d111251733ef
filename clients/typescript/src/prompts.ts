import type { JsonObject } from './canonical.ts'
import { Malformed, Refused } from './errors.ts'
import type { Kept } from './journal.ts'
import { type Transport, ticks } from './transport.ts'

/** A version of a prompt, with the fields of GET /api/v1/prompts/{name}. */
export interface Prompt extends JsonObject {
  name: string
  version: number
  /** Null for a chat, which has `messages`. */
  template: string | null
  messages: { role: string; content: string }[] | null
  variables: string[]
  model: string | null
  parameters: JsonObject
  labels: string[]
}

export interface Asked {
  /** production if left out. */
  label?: string
  /** Instead of a label. */
  version?: number
  /** The user or conversation: with it the prompt takes part in a rollout of its label. */
  targetingKey?: string
  environment?: string
}

const freshMs = 60_000
/** Users of a rollout have an answer each: so many are kept, the last used. */
const most = 500

/** An answer that cannot be read does not replace the one before. */
function isPrompt(item: unknown): item is Prompt {
  const { name, version, template, messages } = Object(item) as Record<string, unknown>
  return (
    typeof name === 'string' && Number.isInteger(version) && (typeof template === 'string' || areMessages(messages))
  )
}
const areMessages = (given: unknown) =>
  Array.isArray(given) && given.every(each => typeof Object(each).role === 'string')

/** Null where the text is not what this file writes. */
function readAnswers(text: string): [string, Prompt][] | null {
  try {
    const { prompts } = JSON.parse(text)
    return Array.isArray(prompts) && prompts.every(each => Array.isArray(each) && isPrompt(each[1])) ? prompts : null
  } catch {
    return null
  }
}

/**
 * Prompts as Holdpoint answered last, also while it is away and, where there is a place to keep them, after a restart. What
 * Holdpoint answers with an error (no such prompt, a key without the permission) is thrown, and so is its absence where it has never answered.
 */
export function prompts(transport: Transport, kept: Kept | null) {
  const known = new Map<string, { prompt: Prompt; until: number }>()
  const asking = new Map<string, Promise<Prompt>>()
  let reading: Promise<void> | null = null

  const readKept = async () => {
    const text = (await kept?.read()) ?? null
    for (const [path, prompt] of (text === null ? null : readAnswers(text)) ?? []) {
      // What was answered meanwhile is newer.
      if (!known.has(path)) known.set(path, { prompt, until: Number.NEGATIVE_INFINITY })
    }
  }
  const keep = (path: string, prompt: Prompt) => {
    known.delete(path)
    known.set(path, { prompt, until: ticks() + freshMs })
    for (const oldest of known.keys()) {
      if (known.size <= most) break
      known.delete(oldest)
    }
  }
  const write = async () => {
    const all = [...known].map(([path, { prompt }]) => [path, prompt])
    // A disk that is full takes nothing from whoever asks now.
    await kept?.write(JSON.stringify({ prompts: all })).catch(() => {})
  }
  const ask = async (path: string, others: string): Promise<Prompt> => {
    reading ??= readKept()
    await reading
    const last = known.get(path)?.prompt ?? known.get(others)?.prompt
    try {
      // Who has an answer already does not wait for a server that is away.
      const answer = await transport.call('GET', path, undefined, last ? { patienceMs: 0 } : {})
      if (!isPrompt(answer)) throw new Malformed('Holdpoint answered with something that is not a prompt.')
      const changed = JSON.stringify(known.get(path)?.prompt) !== JSON.stringify(answer)
      keep(path, answer)
      if (changed) await write()
      return answer
    } catch (error) {
      // An error without a problem type of Holdpoint comes from something before it, and says nothing about the prompt.
      if (!last || (error instanceof Refused && error.type !== '')) throw error
      // Asked for again in a minute, not at each call of a server that is away.
      keep(path, last)
      return last
    }
  }

  return (name: string, { label, version, targetingKey, environment }: Asked = {}): Promise<Prompt> => {
    const of = { label, version: version === undefined ? undefined : String(version) }
    const path = pathOf(name, { ...of, targetingKey, environment })
    const found = known.get(path)
    if (found && ticks() < found.until) return Promise.resolve(found.prompt)
    const under = asking.get(path)
    if (under) return under
    const answer = ask(path, pathOf(name, of)).finally(() => asking.delete(path))
    asking.set(path, answer)
    return answer
  }
}

function pathOf(name: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, value]],
  )
  const text = new URLSearchParams(given).toString()
  return `/api/v1/prompts/${encodeURIComponent(name)}${text === '' ? '' : `?${text}`}`
}
