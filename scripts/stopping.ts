import { explain } from './explain.ts'

/** Something open: how to close it, and how to let it go when nobody wants to wait. */
interface Closer {
  what: string
  close(): Promise<void>
  /** What takes longer is left behind, so that what stands below it is still closed well. */
  patienceMs: number
  abandon?(): Promise<void>
}

const closers: Closer[] = []
let stoppingSince: number | null = null

/** One Ctrl-C may arrive twice: from the terminal's process group, and passed on by npm or start.mjs. */
const sameSignalMs = 1500

/** Opened things are closed in the reverse order. */
export const onStop = (closer: Closer) => void closers.push(closer)

/** Closes everything and exits. A second signal, later, waits for nothing more. */
async function stop(code: number): Promise<void> {
  if (stoppingSince === null) {
    stoppingSince = performance.now()
    for (const closer of closers.toReversed()) await inTime(closer)
    process.exit(code)
  }
  if (performance.now() - stoppingSince < sameSignalMs) return
  stoppingSince = Number.POSITIVE_INFINITY
  await Promise.allSettled(closers.map(closer => closer.abandon?.()))
  process.exit(code || 130)
}

async function inTime({ what, close, patienceMs }: Closer): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(() => {
      console.error(`${what} did not stop in ${patienceMs / 1000} s.`)
      resolve()
    }, patienceMs)
  })
  await Promise.race([close().catch(error => console.error(explain(error))), late])
  clearTimeout(timer)
}

/** Ends by signals, by the death of start.mjs, and by failures nobody caught, each time closing everything. */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  // start.mjs, which would pass signals on, was killed.
  process.on('disconnect', () => void stop(1))
  process.channel?.unref()
  // Whoever reads what we print may go away before we do: a closed terminal, `npm start | head`.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', error => {
    if (error instanceof Error && error.name === 'StartError') fail(error)
    else console.error(explain(error))
  })
}

/** Says what is wrong and ends with 1; what fails because everything is being closed is not worth a word. */
export function fail(error: unknown): void {
  if (stoppingSince !== null) return
  console.error(explain(error))
  void stop(1)
}
