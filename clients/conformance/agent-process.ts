import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** What a process with an agent in it is told to do, one JSON line each. */
export interface Task {
  scenario: string
  /** Arguments of the calls that the model makes, one after another in one run. */
  calls: Record<string, unknown>[]
  /** Where the tool writes each time it runs. */
  log: string
  url: string
  /** Seconds that the client waits for a person. */
  seconds: number
  /** The framework's second way to a tool, a hook that changes arguments, its cache, or an end while it waits. */
  twist?: 'second-path' | 'second-hook' | 'cache' | 'cancel'
}

export interface Told {
  /** What the agent got instead of results, or as results. */
  texts: string[]
  /** Why the framework cannot be put into this situation at all. */
  impossible?: string
}

/** Where lines from an agent come from, where lines to it go, and how it is ended. */
export interface Line {
  from: Readable
  to: Writable
  /** Rejects when its process is no more. */
  gone: Promise<never>
  kill(): void
}

export type Agent = ReturnType<typeof agentOn>

export function agentOn({ from, to, gone, kill }: Line) {
  const lines = createInterface({ input: from })[Symbol.asyncIterator]()
  gone.catch(() => undefined)
  /** Frameworks print as they please: only lines that begin so are meant for us. */
  const next = async (): Promise<Record<string, unknown>> => {
    for (;;) {
      const { value = '', done } = await lines.next()
      if (done) return gone
      if (value.startsWith('@@')) return JSON.parse(value.slice(2)) as Record<string, unknown>
    }
  }
  return {
    ready: () => Promise.race([next(), gone]),
    async ask(task: Task): Promise<Told> {
      to.write(`${JSON.stringify(task)}\n`)
      return (await Promise.race([next(), gone])) as unknown as Told
    },
    /** Ends the run that waits. */
    cancel: () => to.write('"cancel"\n'),
    /** When nothing of a cancelled run is at work any more. */
    settled: () => Promise.race([next(), gone]),
    kill,
    end: () => to.end(),
  }
}

/** A process of its own that holds one framework and one client. */
export function startAgent(command: readonly string[], env: Record<string, string>): Agent {
  const [program = '', ...args] = command
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  const gone = endOf(child)
  return agentOn({ from: child.stdout, to: child.stdin, gone, kill: () => child.kill('SIGKILL') })
}

/** Rejects when the process has ended, with the last lines that it printed. */
export function endOf(child: ReturnType<typeof spawn>): Promise<never> {
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_000)
  })
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', code => reject(new Error(`The agent's process ended with ${code}.\n${errors}`)))
    child.once('error', reject)
  })
  gone.catch(() => undefined)
  return gone
}
