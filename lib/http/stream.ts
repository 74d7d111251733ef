import { authorize, denial } from '#lib/platform/auth/authorize.ts'
import { requestIdOf } from '#lib/platform/auth/request-facts.ts'
import type { Context } from '#lib/platform/context.ts'
import { declared } from '#lib/platform/declared.ts'
import { draining } from '#lib/platform/draining.ts'
import type { Event } from '#lib/platform/events/bus.ts'
import { type Replay, replay, replayFrom } from '#lib/platform/events/replay.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { projectHeader } from '#lib/shared/current-project.ts'
import { badRequest, forbidden, invalid, isProblem } from '#lib/shared/problem.ts'
import type { Topic } from '#lib/shared/topics.ts'
import { openContext } from './handle.ts'
import { takeStream } from './open-streams.ts'
import { described, type PlainDescription } from './plain.ts'
import { problemResponse } from './problem-response.ts'

/** What may be followed, and what one must be able to read for it. */
const topics = () => declared().topics
const topicNames = () => Object.keys(topics()) as Topic[]
const isTopic = (name: string): name is Topic => Object.hasOwn(topics(), name)

const keepAliveMs = 15_000
/** A reader this many events behind is cut off; it reconnects with Last-Event-ID. */
const maxQueued = 1_000

const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }

const description: PlainDescription = {
  id: 'stream.follow',
  summary: 'Changes, as server-sent events',
  description:
    () => `Topics: ${topicNames().join(', ')}; some of them with \`?topics=\`, of the project that \`?project=\` names. Each event is {type, id, ids, revision, at}, a hint to
read again, and may come twice. Resume with Last-Event-ID, or begin with \`?after=\` and the place that a page was rendered at; an event \`gap\` means that not all missed events can be replayed.`,
  permission: 'stream.read',
  produces: 'text/event-stream',
}

/** `GET /api/v1/stream?topics=…` */
export const streamHandler = described(description, async asked => {
  const requestId = requestIdOf(asked)
  const request = withProject(asked)
  try {
    const ctx = await openContext(request, requestId)
    await authorize(ctx, 'stream.read')
    const wanted = await topicsOf(ctx, new URL(request.url).searchParams.get('topics'))
    const since = { lastId: lastEventId(request), place: placeOf(request) }
    // A HEAD asks what a GET would say, not for events without end.
    if (request.method === 'HEAD') return new Response(null, { headers })
    const leave = takeStream(ctx.actor)
    try {
      const source = await openSource(ctx, wanted, since, request.signal)
      const stop = () => {
        source.stop()
        leave()
      }
      return new Response(stream({ ...source, stop, mayGoOn: () => mayFollow(request, requestId) }), { headers })
    } catch (error) {
      leave()
      throw error
    }
  } catch (error) {
    return problemResponse(error, requestId)
  }
})

/** A browser's EventSource cannot send a header: it uses `?project=`. */
function withProject(request: Request): Request {
  const project = new URL(request.url).searchParams.get('project')
  if (project === null) return request
  const headers = new Headers(request.headers)
  headers.set(projectHeader, project)
  // Not made from the request itself: the server's own kind of it cannot be copied.
  return new Request(request.url, { method: request.method, headers, signal: request.signal })
}

/** The topics asked for, or all the caller may read. Throws 422 for an unknown one, 403 for one the caller may not read. */
async function topicsOf(ctx: Context, asked: string | null): Promise<string[]> {
  // Most events name what changed, not whose it is; such a key must not learn of others'.
  const forIt = (topic: Topic) => boundTo(ctx) === null || topics()[topic].ofAgents === true
  if (asked === null) return topicNames().filter(name => forIt(name) && !denial(ctx.actor, topics()[name].permission))
  const wanted = asked.split(',')
  for (const topic of wanted) {
    if (!isTopic(topic)) throw invalid(`Topics are ${topicNames().join(', ')}.`, 'query.topics')
    await authorize(ctx, topics()[topic].permission, { type: 'topic', id: topic })
    if (!forIt(topic))
      throw forbidden('A key of one agent follows its stops; for approvals, GET /api/v1/approvals/{id}?wait=30.')
  }
  return wanted
}

const boundTo = ({ actor }: Context): string | null => (actor.kind === 'key' ? actor.agent : null)

/** Whether the caller is told: a key of one agent only of what concerns that one, or all. */
function tells(ctx: Context) {
  const agent = boundTo(ctx)
  return ({ ids }: Event): boolean => agent === null || ids.length === 0 || ids.includes(agent)
}

function lastEventId(request: Request): string | null {
  const lastId = request.headers.get('last-event-id')
  if (lastId !== null && !/^\d{1,18}$/.test(lastId))
    throw badRequest('Last-Event-ID must be the id of an event of this stream.', 'header.Last-Event-ID')
  return lastId
}

/** An EventSource that reconnects sends both; the last event is the later place. */
function placeOf(request: Request): string | null {
  const place = new URL(request.url).searchParams.get('after')
  if (place !== null && !/^\d{1,18}$/.test(place))
    throw badRequest('A place must be one that a page was given.', 'query.after')
  return place
}

interface Since {
  lastId: string | null
  place: string | null
}

const nothingMissed: Replay = { events: [], complete: true }

/** What a client that cannot be told all it missed is told instead: read the state again. */
const gap = `event: gap
data: ${JSON.stringify({ type: 'stream.gap', id: null, ids: [], revision: null })}

`

/** Listening begins before missed events are read, so that none is lost in between. */
async function openSource(ctx: Context, wanted: readonly string[], since: Since, gone: AbortSignal) {
  const backlog: Event[] = []
  const told = tells(ctx)
  let push = (event: Event): void => {
    backlog.push(event)
  }
  const stop = await subscribe(ctx.db, ctx.projectId, wanted, event => told(event) && push(event))
  try {
    const missed = await missedSince(ctx, wanted, since)
    const attach = (sink: (event: Event) => void) => {
      push = sink
    }
    const first = [...(missed.complete ? [] : [gap]), ...[...missed.events.filter(told), ...backlog].map(frame)]
    return { first, attach, stop, signal: AbortSignal.any([gone, draining()]) }
  } catch (error) {
    stop()
    throw error
  }
}

function missedSince(ctx: Context, wanted: readonly string[], { lastId, place }: Since): Promise<Replay> {
  if (lastId !== null) return replay(ctx.db, ctx.projectId, wanted, lastId)
  if (place !== null) return replayFrom(ctx.db, ctx.projectId, wanted, place)
  return Promise.resolve(nothingMissed)
}

/** A stream outlives the check of its request: a session or key that ended meanwhile ends it, a database away does not. */
async function mayFollow(request: Request, requestId: string): Promise<boolean> {
  try {
    // An open page is no use of it: the check keeps no idle session alive.
    await authorize(await openContext(request, requestId, true), 'stream.read')
    return true
  } catch (error) {
    return !isProblem(error) || error.fields.status === 429
  }
}

interface Source {
  /** Frames to begin with. */
  first: readonly string[]
  attach(sink: (event: Event) => void): void
  stop(): void
  signal: AbortSignal
  mayGoOn(): Promise<boolean>
}

function stream({ first, attach, stop, signal, mayGoOn }: Source) {
  const encoder = new TextEncoder()
  let open = true
  let timer: NodeJS.Timeout | undefined
  /** The reader left, or nothing more will come; false when that was known. */
  const end = (): boolean => {
    if (!open) return false
    open = false
    clearInterval(timer)
    stop()
    return true
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          if (end()) controller.close()
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
        if (signal.aborted) close()
        else signal.addEventListener('abort', close, { once: true })
      },
      cancel: () => void end(),
    },
    { highWaterMark: 1 },
  )
}

function frame(event: Event): string {
  const { type, ids, revision, at } = event
  const data = JSON.stringify({ type, id: ids[0] ?? null, ids, revision, at: at.toISOString() })
  return `id: ${event.seq}\nevent: ${event.topic}\ndata: ${data}\n\n`
}
