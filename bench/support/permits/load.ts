import { setTimeout } from 'node:timers/promises'

export interface Load {
  /** Questions a second. */
  rate: number
  seconds: number
  /** Questions of one run: more than it may have. */
  askedPerRun: number
}

export interface Question {
  agent: string
  runId: string
}

/** Whatever gives permits. */
export interface Client {
  /** The id of a permit; null: refused. */
  ask(question: Question): Promise<string | null>
  tell(id: string, question: Question): Promise<void>
}

export interface Measured {
  /** From the time at which a question should have been sent to its answer, in milliseconds. */
  latencies: number[]
  /** From when a question was sent to its answer, in milliseconds. */
  fromSending: number[]
  /** From the time at which a question should have been sent to when it was, in milliseconds: what the client itself takes of that. */
  late: number[]
  allowed: number
  failed: number
  /** From the first question to the last answer. */
  ms: number
}

/** How long a permitted step takes before its outcome. */
const stepMs = 20

/** Half of the questions come from one agent, the rest from fifty; several runs of each go on at once. */
function questionOf(name: string, n: number, askedPerRun: number): Question {
  const hot = n % 2 === 0
  const agent = hot ? 'hot' : `cold-${n % 50}`
  const run = hot ? `${Math.floor(n / (askedPerRun * 8))}-${n % 8}` : `${Math.floor(n / (askedPerRun * 50))}`
  return { agent, runId: `${name}-${agent}-${run}` }
}

export async function runLoad({ rate, seconds, askedPerRun }: Load, name: string, client: Client): Promise<Measured> {
  const measured: Measured = { latencies: [], fromSending: [], late: [], allowed: 0, failed: 0, ms: 0 }
  const began = performance.now()
  const one = async (question: Question, due: number) => {
    const sent = performance.now()
    measured.late.push(sent - due)
    try {
      const id = await client.ask(question)
      const answered = performance.now()
      measured.latencies.push(answered - due)
      measured.fromSending.push(answered - sent)
      measured.ms = performance.now() - began
      if (id === null) return
      measured.allowed += 1
      await setTimeout(stepMs)
      await client.tell(id, question)
    } catch {
      measured.failed += 1
    }
  }
  const open = new Set<Promise<void>>()
  for (let n = 0; n < rate * seconds; n++) {
    const due = began + (n * 1000) / rate
    const wait = due - performance.now()
    if (wait > 0) await setTimeout(wait)
    const work: Promise<void> = one(questionOf(name, n, askedPerRun), due).finally(() => open.delete(work))
    open.add(work)
  }
  await Promise.all(open)
  return measured
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) / 10
}
