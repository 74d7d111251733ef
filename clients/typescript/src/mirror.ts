import type { JsonObject } from './canonical.ts'
import type { Transport } from './transport.ts'

export interface MirroredAnswer {
  output: string | null
  /** From 0 to 1; it may be left to Holdpoint. */
  score?: number
  costUsd?: string
}

export interface ShadowTools {
  /** Runs the tool where it is on the list; otherwise it is intercepted and answers the stand-in. */
  run<T>(tool: string, args: unknown, call: () => Promise<T> | T): Promise<T>
  /** Aborted when the shadow has taken too long. */
  signal: AbortSignal
}

export interface MirrorOptions<Input> {
  /** The rollout whose candidate answers in the shadow. */
  rollout: string
  /** Answers as the candidate would. */
  shadow: (input: Input, tools: ShadowTools) => Promise<MirroredAnswer | string>
  /**
   * What `shadow` is: the candidate; or, to learn how much the judge varies, production asked once more (`noise`); or the
   * candidate beside what the pinned anchor answered (`anchor`). `shadow` if left out.
   */
  arm?: 'shadow' | 'noise' | 'anchor'
  /** Tools that may run in the shadow: those that change nothing. */
  allowedTools?: readonly string[]
  /** What an intercepted tool answers; null if left out. */
  standIn?: (tool: string, args: unknown) => unknown
  /** Share of requests that are mirrored, from 0 to 1; all if left out. */
  share?: number
  timeoutMs?: number
  /** Requests in the shadow at the same time; beyond it they are left out. */
  most?: number
}

export interface MirrorCounts {
  reported: number
  /** Not chosen, or too many at once. */
  leftOut: number
  /** The shadow failed or took too long: reported as such. */
  failed: number
  /** Holdpoint did not take the pair. */
  unreported: number
}

export interface Mirror<Input> {
  /** Call it when the user has their answer. It returns at once and never throws. */
  (requestId: string, input: Input, production: MirroredAnswer | string): void
  counts(): MirrorCounts
  /** Resolves when nothing is in the shadow any more: before a process ends, or in a test. */
  settled(): Promise<void>
}

interface ToolCall {
  tool: string
  intercepted: boolean
}

const longest = 100_000
const cut = (text: string) => text.slice(0, longest)
const textOf = (input: unknown): string => {
  if (typeof input === 'string') return input
  try {
    return JSON.stringify(input) ?? ''
  } catch {
    return ''
  }
}
const answerOf = (answer: MirroredAnswer | string): MirroredAnswer =>
  typeof answer === 'string' ? { output: answer } : answer
const shown = ({ output, ...rest }: MirroredAnswer) => ({ ...rest, output: output === null ? null : cut(output) })

/** Sends requests to a candidate as well, where no user sees what it answers, and tells Holdpoint both answers. */
export function mirrors({ call }: Pick<Transport, 'call'>) {
  return <Input>(options: MirrorOptions<Input>): Mirror<Input> => {
    const { rollout, arm = 'shadow', share = 1, most = 4, timeoutMs = 60_000 } = options
    const counts: MirrorCounts = { reported: 0, leftOut: 0, failed: 0, unreported: 0 }
    const open = new Set<Promise<void>>()

    async function answer(requestId: string, input: Input, production: MirroredAnswer | string): Promise<void> {
      const toolCalls: ToolCall[] = []
      const began = Date.now()
      const told = await inShadow(input, options, timeoutMs, toolCalls)
      if ('error' in told) counts.failed++
      const shadow = { ...told, milliseconds: Date.now() - began, toolCalls: [...toolCalls] }
      const pair = { requestId, arm, input: cut(textOf(input)), production: shown(answerOf(production)), shadow }
      const body: JsonObject = JSON.parse(JSON.stringify({ rollout, pairs: [pair] }))
      await call('POST', '/api/v1/shadow-pairs', body, { once: crypto.randomUUID() })
      counts.reported++
    }

    const mirror = (requestId: string, input: Input, production: MirroredAnswer | string): void => {
      if (open.size >= most || Math.random() >= share) {
        counts.leftOut++
        return
      }
      // After what called it: the user's answer goes first, whatever the shadow does.
      const work: Promise<void> = Promise.resolve()
        .then(() => answer(requestId, input, production))
        .catch(() => {
          counts.unreported++
        })
        .finally(() => open.delete(work))
      open.add(work)
    }
    return Object.assign(mirror, {
      counts: () => ({ ...counts }),
      settled: async () => {
        while (open.size > 0) await Promise.all(open)
      },
    })
  }
}

/** What the shadow answers in its time. What it does after that is neither waited for nor told. */
async function inShadow<Input>(
  input: Input,
  { shadow, allowedTools = [], standIn = () => null }: MirrorOptions<Input>,
  timeoutMs: number,
  toolCalls: ToolCall[],
): Promise<MirroredAnswer | { output: null; error: string }> {
  const late = new AbortController()
  const tools: ShadowTools = {
    signal: late.signal,
    async run(tool, args, run) {
      if (late.signal.aborted) throw new Error('the shadow has ended')
      const intercepted = !allowedTools.includes(tool)
      if (toolCalls.length < 200) toolCalls.push({ tool, intercepted })
      return intercepted ? (standIn(tool, args) as Awaited<ReturnType<typeof run>>) : run()
    },
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${timeoutMs} ms.`)), timeoutMs)
  })
  try {
    return shown(answerOf(await Promise.race([shadow(input, tools), over])))
  } catch (error) {
    return { output: null, error: (error instanceof Error ? error.message : String(error)).slice(0, 2_000) }
  } finally {
    clearTimeout(timer)
    late.abort()
  }
}
