import type { JsonObject } from './canonical.ts'
import { Cancelled, Malformed, NotAllowed, Refused, Unreachable } from './errors.ts'
import { eventsIn, type StreamEvent } from './events.ts'

export interface CallOptions {
  /** Idempotency key: with it a request may be repeated. */
  once?: string
  /** Seconds that the server may take to answer. */
  wait?: number
  signal?: AbortSignal
  patienceMs?: number
}

export interface Transport {
  readonly url: string
  call(method: 'GET' | 'POST', path: string, body?: unknown, options?: CallOptions): Promise<JsonObject>
  /** Server-sent events, from when they are listened to until `leave`, an end, or a silence of `quietMs`. */
  follow(path: string, leave: AbortSignal, quietMs: number): Promise<AsyncIterable<StreamEvent>>
}

/** Milliseconds of a clock that nobody sets: what lasts is measured by it. */
export const ticks = () => performance.now()

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** The same, without keeping a process alive for it. */
export const idle = (ms: number) =>
  new Promise<void>(resolve => {
    const timer: unknown = setTimeout(resolve, ms)
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as { unref(): void }).unref()
  })

/** HTTP to Holdpoint. Every failure is a NotAllowed that says what failed; what may be repeated is, while patience lasts. */
export function transport(url: string, key: string, timeoutMs: number, patienceMs: number): Transport {
  const base = url.replace(/\/+$/, '')
  return {
    url: base,
    async call(method, path, body, options = {}) {
      const until = ticks() + (options.patienceMs ?? patienceMs)
      for (let ms = 100; ; ms = Math.min(ms * 2, 2_000)) {
        try {
          return await once(base, key, timeoutMs, method, path, body, options)
        } catch (error) {
          const again =
            error instanceof Unreachable || (error instanceof Refused && error.type === 'request-in-progress')
          const repeatable = method === 'GET' || options.once !== undefined
          if (!again || !repeatable || ticks() + ms > until) throw error
        }
        await pause(ms)
        if (options.signal?.aborted) throw new Cancelled('The run that asked has ended.')
      }
    },
    follow: (path, leave, quietMs) => follow(base, key, path, leave, quietMs),
  }
}

async function follow(base: string, key: string, path: string, leave: AbortSignal, quietMs: number) {
  const ended = new AbortController()
  const over = () => {
    clearTimeout(timer)
    ended.abort()
  }
  let timer = setTimeout(over, quietMs)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(over, quietMs)
  }
  const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' }
  const signal = AbortSignal.any([leave, ended.signal])
  try {
    const { ok, body, status, headers: told } = await fetch(base + path, { headers, redirect: 'error', signal })
    if (ok && body && told.get('content-type')?.startsWith('text/event-stream')) return eventsIn(body, alive, over)
    throw new Unreachable(
      `Holdpoint answered ${status}, but not with a stream of events. Check its address (url or HOLDPOINT_URL).`,
    )
  } catch (error) {
    over()
    throw error
  }
}

async function once(
  base: string,
  key: string,
  timeoutMs: number,
  method: string,
  path: string,
  body: unknown,
  { once: idempotencyKey, wait = 0, signal }: CallOptions,
): Promise<JsonObject> {
  const headers: Record<string, string> = { authorization: `Bearer ${key}`, accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey
  const late = AbortSignal.timeout(Math.ceil(timeoutMs + wait * 1000))
  const either = signal ? AbortSignal.any([signal, late]) : late
  let answer: Response
  let text: string
  let sent: string | undefined
  try {
    sent = body === undefined ? undefined : JSON.stringify(body)
  } catch (error) {
    throw new NotAllowed(`The request cannot be written as JSON: ${reasonOf(error)}`)
  }
  try {
    // An answer from somewhere else is no answer of Holdpoint's.
    answer = await fetch(base + path, { method, headers, body: sent, redirect: 'error', signal: either })
    text = await answer.text()
  } catch (error) {
    if (signal?.aborted) throw new Cancelled('The run that asked has ended.')
    throw new Unreachable(`Holdpoint cannot be reached at ${base}: ${reasonOf(error)}`)
  }
  if (answer.ok) return read(text, answer.status)
  throw problem(text, answer)
}

const reasonOf = (error: unknown) =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)

function read(text: string, status: number): JsonObject {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return answer as JsonObject
  } catch {
    // Said below.
  }
  throw new Malformed(
    `Holdpoint answered ${status}, but not with a JSON object. Check its address (url or HOLDPOINT_URL).`,
  )
}

function problem(text: string, { status, statusText }: Response): NotAllowed {
  let problem: Record<string, unknown> = {}
  try {
    problem = Object(JSON.parse(text))
  } catch {
    // A proxy's page: its status says enough.
  }
  const why = `${problem.detail ?? problem.title ?? statusText}${problem.field ? ` (${problem.field})` : ''}`
  if (status >= 500 || status === 429) return new Unreachable(`Holdpoint answered ${status}: ${why}`)
  const type =
    String(problem.type ?? '')
      .split('/')
      .at(-1) ?? ''
  const hint = status === 401 ? ' Check the key (key or HOLDPOINT_API_KEY).' : ''
  return new Refused(`Holdpoint did not accept the request (${status}): ${why}${hint}`, status, type)
}
