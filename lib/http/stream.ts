import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Event } from '#lib/platform/events/bus.ts'
import { replay } from '#lib/platform/events/replay.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { newId } from '#lib/shared/ids.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { type Handler, openContext } from './handle.ts'
import { problemResponse } from './problem-response.ts'

const topics = ['approvals', 'traces', 'access']
const keepAliveMs = 15_000
/** A reader this far behind is cut off; it reconnects with Last-Event-ID. */
const maxQueued = 1_000

/** `GET /api/v1/stream?topics=…`: server-sent events of what changed; resume with Last-Event-ID. */
export const streamHandler: Handler = async request => {
  const requestId = newId('req')
  try {
    const ctx = await openContext(request, requestId)
    await authorize(ctx, 'stream.read')
    const asked = new URL(request.url).searchParams.get('topics')?.split(',') ?? topics
    const wanted = topics.filter(topic => asked.includes(topic))
    const lastId = request.headers.get('last-event-id')
    const backlog: Event[] = []
    let push = (event: Event): void => {
      backlog.push(event)
    }
    const stop = await subscribe(ctx.db, ctx.projectId, wanted, event => push(event))
    const missed = lastId && /^\d{1,18}$/.test(lastId) ? await replay(ctx.db, ctx.projectId, wanted, lastId) : []
    const body = stream({
      first: [...missed, ...backlog],
      attach: sink => {
        push = sink
      },
      stop,
      signal: request.signal,
      mayGoOn: () => mayFollow(request, requestId),
    })
    return new Response(body, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  } catch (error) {
    return problemResponse(error, requestId)
  }
}

/** A stream outlives the check of its request: a session or key that ended meanwhile ends it, a database away does not. */
async function mayFollow(request: Request, requestId: string): Promise<boolean> {
  try {
    // An open page is no use of it: the check keeps no idle session alive.
    await authorize(await openContext(request, requestId, true), 'stream.read')
    return true
  } catch (error) {
    return !isProblem(error)
  }
}

interface Source {
  first: readonly Event[]
  attach(sink: (event: Event) => void): void
  stop(): void
  signal: AbortSignal
  mayGoOn(): Promise<boolean>
}

function stream({ first, attach, stop, signal, mayGoOn }: Source) {
  const encoder = new TextEncoder()
  let timer: NodeJS.Timeout | undefined
  const end = () => {
    clearInterval(timer)
    stop()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let open = true
        const close = () => {
          if (!open) return
          open = false
          end()
          controller.close()
        }
        const write = (text: string) => {
          if (!open) return
          if ((controller.desiredSize ?? 0) < -maxQueued) close()
          else controller.enqueue(encoder.encode(text))
        }
        write('retry: 1000\n\n')
        for (const event of first) write(frame(event))
        attach(event => write(frame(event)))
        timer = setInterval(async () => {
          if (await mayGoOn()) write(': keep-alive\n\n')
          else close()
        }, keepAliveMs)
        const leave = () => {
          open = false
          end()
        }
        signal.addEventListener('abort', leave, { once: true })
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  )
}

function frame(event: Event): string {
  const { type, ids, revision, at } = event
  const data = JSON.stringify({ type, id: ids[0] ?? null, ids, revision, at: at.toISOString() })
  return `id: ${event.seq}\nevent: ${event.topic}\ndata: ${data}\n\n`
}
