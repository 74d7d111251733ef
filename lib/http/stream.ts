import { authorize, refusal } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Event } from '#lib/platform/events/bus.ts'
import { type Replay, replay } from '#lib/platform/events/replay.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Permission } from '#lib/shared/permissions.ts'
import { badRequest, forbidden, invalid, isProblem } from '#lib/shared/problem.ts'
import { type Handler, openContext } from './handle.ts'
import { problemResponse } from './problem-response.ts'

/** What may be followed, and what one must be able to read for it. */
const topics: Record<string, Permission> = {
  approvals: 'approvals.follow',
  traces: 'traces.read',
  access: 'project.read',
}
const keepAliveMs = 15_000
/** A reader this far behind is cut off; it reconnects with Last-Event-ID. */
const maxQueued = 1_000

/**
 * `GET /api/v1/stream?topics=…`: server-sent events of what changed; resume with Last-Event-ID. When that is too long ago
 * to be told whole, an event `gap` comes first.
 */
export const streamHandler: Handler = async request => {
  const requestId = newId('req')
  try {
    const ctx = await openContext(request, requestId)
    await authorize(ctx, 'stream.read')
    const wanted = await topicsOf(ctx, new URL(request.url).searchParams.get('topics'))
    const lastId = lastEventId(request)
    const backlog: Event[] = []
    let push = (event: Event): void => {
      backlog.push(event)
    }
    const stop = await subscribe(ctx.db, ctx.projectId, wanted, event => push(event))
    const missed = await missedSince(lastId, ctx, wanted).catch(error => {
      stop()
      throw error
    })
    const body = stream({
      first: [...(missed.complete ? [] : [gap]), ...[...missed.events, ...backlog].map(frame)],
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

const missedSince = async (lastId: string | null, ctx: Context, wanted: readonly string[]): Promise<Replay> =>
  lastId === null ? { events: [], complete: true } : replay(ctx.db, ctx.projectId, wanted, lastId)

const gap = `event: gap\ndata: ${JSON.stringify({ type: 'stream.gap', id: null, ids: [], revision: null })}\n\n`

/** The topics asked for, or all the caller may read. Throws 422 for an unknown one, 403 for one the caller may not read. */
async function topicsOf(ctx: Context, asked: string | null): Promise<string[]> {
  // An event names what changed, not whose it is; such a key must not learn of others'.
  if (ctx.actor.kind === 'key' && ctx.actor.agent !== null)
    throw forbidden('A key of one agent cannot follow the project; wait with GET /api/v1/approvals/{id}?wait=30.')
  if (asked === null) return Object.keys(topics).filter(topic => !refusal(ctx.actor, topics[topic] ?? 'stream.read'))
  const wanted = asked.split(',')
  for (const topic of wanted) {
    const permission = Object.hasOwn(topics, topic) ? topics[topic] : undefined
    if (!permission) throw invalid(`Topics are ${Object.keys(topics).join(', ')}.`, 'query.topics')
    await authorize(ctx, permission, { type: 'topic', id: topic })
  }
  return wanted
}

function lastEventId(request: Request): string | null {
  const lastId = request.headers.get('last-event-id')
  if (lastId !== null && !/^\d{1,18}$/.test(lastId))
    throw badRequest('Last-Event-ID is the id of an event of this stream.', 'header.Last-Event-ID')
  return lastId
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
  /** Frames. */
  first: readonly string[]
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
        for (const text of first) write(text)
        attach(event => write(frame(event)))
        timer = setInterval(async () => {
          if (await mayGoOn()) write(': keep-alive\n\n')
          else close()
        }, keepAliveMs)
        const leave = () => {
          open = false
          end()
        }
        if (signal.aborted) leave()
        else signal.addEventListener('abort', leave, { once: true })
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
