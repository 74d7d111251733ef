import { type Action, approvals, type Claim } from './approvals.ts'
import { assignments } from './assignment.ts'
import { asJson, type JsonObject } from './canonical.ts'
import { Cancelled, NotAllowed } from './errors.ts'
import { homeJournal, type Journal, keptIn, memoryJournal } from './journal.ts'
import { lease } from './lease.ts'
import { mirrors } from './mirror.ts'
import { askPermit, type Permit, type StepOutcome, type StepQuestion } from './permits.ts'
import { prompts } from './prompts.ts'
import type { KeySet } from './receipts.ts'
import { stops } from './stops.ts'
import { teller } from './teller.ts'
import { spanFor } from './tracing.ts'
import { ticks, transport } from './transport.ts'

export interface Options {
  /** HOLDPOINT_URL if left out. */
  url?: string
  /** A key with the scope agent; HOLDPOINT_API_KEY if left out. */
  key?: string
  /** HOLDPOINT_AGENT if left out. */
  agent?: string
  /** production if left out, the strictest. */
  environment?: string
  release?: string
  /**
   * Folder or journal for what is not told yet; HOLDPOINT_JOURNAL if left out, and without it ~/.holdpoint/journal. Browsers and
   * edge runtimes have no folder: there it is in memory, which a crash empties.
   */
  journal?: string | Journal
  /** Pins the public keys of receipts. */
  keys?: KeySet
  /** For one answer; HOLDPOINT_TIMEOUT in seconds, or 10, if left out. */
  timeoutMs?: number
  /** How long an unreachable Holdpoint is tried again before an action is not allowed. */
  patienceMs?: number
  /** So long a person has to decide. */
  seconds?: number
}

export interface AskOptions extends Partial<Omit<Action, 'arguments' | 'tool'>> {
  /** permit: asks for budgets and breakers too. */
  ask?: 'approval' | 'permit'
  seconds?: number
  /** Its abort ends the wait, and an approval that comes later lets nothing run. */
  signal?: AbortSignal
}

interface Grant {
  arguments: JsonObject
  done(outcome: StepOutcome): Promise<void>
}

export type Holdpoint = ReturnType<typeof holdpoint>

export function holdpoint(options: Options) {
  const { environment = 'production', release, keys: pinned } = options
  const set: Record<string, string | undefined> = typeof process === 'undefined' ? {} : process.env
  const { url = set.HOLDPOINT_URL, key = set.HOLDPOINT_API_KEY, agent = set.HOLDPOINT_AGENT } = options
  if (!url || !key || !agent)
    throw new TypeError('Holdpoint needs url, key and agent (HOLDPOINT_URL, HOLDPOINT_API_KEY, HOLDPOINT_AGENT).')
  const line = transport(
    url,
    key,
    options.timeoutMs ?? (Number(set.HOLDPOINT_TIMEOUT) || 10) * 1_000,
    options.patienceMs ?? 10_000,
  )
  const journal = options.journal || set.HOLDPOINT_JOURNAL || homeJournal(set) || memoryJournal()
  const { entries, allocations, prompts: keptPrompts } = keptIn(journal, line.url)
  const told = teller(line, entries)
  let keySet: KeySet | null = pinned ?? null
  const publicKeys = async (fresh: boolean): Promise<KeySet> => {
    if (keySet === null || (fresh && !pinned))
      keySet = (await line.call('GET', '/.well-known/jwks.json')) as unknown as KeySet
    return keySet
  }
  const asked = approvals(line, told, publicKeys)
  const parts = { transport: line, teller: told, approvals: asked }
  const of = { agent, environment, ...(release === undefined ? {} : { release }) }
  const stopped = stops(line)
  told.tellLater()

  const permit = (
    question: Omit<StepQuestion, 'agent' | 'environment' | 'runId'> & Partial<StepQuestion>,
    { seconds = options.seconds ?? 900, signal }: Pick<AskOptions, 'seconds' | 'signal'> = {},
  ): Promise<Permit> =>
    askPermit(parts, { ...of, runId: crypto.randomUUID(), ...question, ...spanFor(question) }, seconds, signal)

  /** The right to run a tool. Throws NotAllowed. */
  const grant = async (tool: string, args: unknown, how: AskOptions = {}): Promise<Grant> => {
    const { ask = 'approval', seconds = options.seconds ?? 900, signal, ...more } = how
    if (signal?.aborted) throw new Cancelled('The run that asked has ended.')
    const action: Action = { ...of, ...more, ...spanFor(more), tool, arguments: argumentsOf(tool, args) }
    if (ask === 'permit') {
      const { risk: _risk, expiresInSeconds: _expires, toolVersion: _version, ...question } = action
      return permit({ ...question, step: 'tool' }, { seconds, signal })
    }
    const claim = await asked.obtain(action, null, seconds, signal)
    return grantOf(claim, asked.report)
  }

  /** Runs `call` with the approved arguments, once, and tells what became of it. Throws NotAllowed where it did not run. */
  const run = async <T>(tool: string, args: unknown, call: (args: JsonObject) => Promise<T> | T, how?: AskOptions) => {
    const granted = await grant(tool, args, how)
    const began = ticks()
    let result: T
    try {
      result = await call(granted.arguments)
    } catch (error) {
      await granted.done({
        status: 'error',
        durationMs: Math.round(ticks() - began),
        error: String(error).slice(0, 20_000),
      })
      throw error
    }
    const ended = () => Math.round(ticks() - began)
    if (isAsyncGenerator(result))
      return toldAtItsEnd(result, outcome => granted.done({ ...outcome, durationMs: ended() })) as T
    await granted.done({ status: 'ok', durationMs: ended(), result })
    return result
  }

  return {
    run,
    permit,
    /** A function of one object of arguments, which runs only when it is allowed. */
    guard:
      <A extends object, T>(tool: string, call: (args: A) => Promise<T> | T, how?: AskOptions) =>
      (args: A, more?: AskOptions): Promise<T> =>
        run(tool, args, approved => call(approved as unknown as A), { ...how, ...more }),
    approvals: asked,
    lease(
      step: 'llm' | 'tool',
      slice: { calls: number; tokens?: number; nanos?: number; seconds?: number } & Partial<StepQuestion>,
    ) {
      const { calls, tokens = 0, nanos = 0, seconds = 10, ...question } = slice
      const kind = step === 'llm' ? 'llmCalls' : 'toolCalls'
      const runId = question.runId ?? crypto.randomUUID()
      const next = async (size: { calls: number; tokens: number; usd: string }) => {
        const estimate = { [kind]: size.calls, tokens: size.tokens, usd: size.usd }
        const granted = await permit({ ...question, runId, step, estimate, lease: { seconds } })
        // A crash leaves this: the slice counts as spent as a whole.
        try {
          await told.keep(granted.id, `/api/v1/permits/${granted.id}/outcome`, { status: 'ok', usage: estimate })
        } catch (error) {
          await granted.done({ status: 'unused', error: 'It did not run: the journal cannot be written.' })
          throw new NotAllowed(`The journal cannot be written: ${error}`)
        }
        return granted
      }
      return lease(next, kind, { calls, tokens, nanos }, seconds, question.agent ?? agent, stopped)
    },
    /** Release and variant for a user or a conversation; null: Holdpoint has never answered what serves. */
    assignment: (
      (find: ReturnType<typeof assignments>) => (unit: string) =>
        find(agent, environment, unit)
    )(assignments(line, allocations)),
    /** A version of a prompt, as Holdpoint answered last: good for a minute, and for as long as Holdpoint is away. */
    prompt: prompts(line, keptPrompts),
    /** Sends requests to the candidate of a rollout as well, where no user sees what it answers. */
    mirror: mirrors(line),
    /** Stores spans in Holdpoint's own form: the fields are those of POST /api/v1/traces. */
    telemetry: (batch: { spans: object[] }) =>
      line.call('POST', '/api/v1/traces', batch, { once: crypto.randomUUID() }),
    flush: () => told.replay(),
    unsettled: () => told.unsettled(),
  }
}

function grantOf(
  claim: Claim,
  report: (claim: Claim, status: 'executed' | 'failed', told: StepOutcome) => Promise<void>,
) {
  return {
    arguments: claim.arguments,
    done: (outcome: StepOutcome) => report(claim, outcome.status === 'ok' ? 'executed' : 'failed', outcome),
  }
}

const isAsyncGenerator = (value: unknown): value is AsyncGenerator =>
  Object.prototype.toString.call(value) === '[object AsyncGenerator]'

/** A generator has done nothing yet: what became of it is told when it has ended, or is left. */
async function* toldAtItsEnd(parts: AsyncGenerator, tell: (outcome: StepOutcome) => Promise<void>) {
  let outcome: StepOutcome = { status: 'error', error: 'It was left before its end.' }
  try {
    const last: unknown = yield* parts
    outcome = { status: 'ok' }
    return last
  } catch (error) {
    outcome = { status: 'error', error: String(error).slice(0, 20_000) }
    throw error
  } finally {
    await tell(outcome)
  }
}

function argumentsOf(tool: string, args: unknown): JsonObject {
  let copy: unknown
  try {
    copy = asJson(args)
  } catch (error) {
    throw new NotAllowed(`The arguments of ${tool} cannot be written as JSON: ${String(error)}.`)
  }
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy))
    throw new NotAllowed(`The arguments of ${tool} are not an object.`)
  return copy as JsonObject
}
