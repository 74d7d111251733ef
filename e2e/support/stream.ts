import { expect } from '@playwright/test'
import { key } from './holdpoint.ts'

/** An event of the stream: what `data` has of it, and the id from which a reader resumes. */
export interface StreamEvent {
  lastId: string
  type: string
  id: string | null
  ids: string[]
  revision: number | null
}

/**
 * Opens the stream of a topic. `until` reads events until `enough` of them have come, closes the stream and returns them;
 * it begins to read at once, so that nothing is missed before it is awaited.
 */
export async function openStream(
  url: string,
  topic: string,
  enough: (events: StreamEvent[]) => boolean,
  lastId?: string,
) {
  const leave = new AbortController()
  const response = await fetch(`${url}/api/v1/stream?topics=${topic}`, {
    headers: { authorization: `Bearer ${key}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
    signal: leave.signal,
  })
  expect(response.status).toBe(200)
  const read = async () => {
    const decoder = new TextDecoder()
    const events: StreamEvent[] = []
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const whole = text.split('\n\n')
      text = whole.pop() ?? ''
      events.push(...whole.flatMap(eventsIn))
      if (enough(events)) return events
    }
    throw new Error('the stream ended before')
  }
  const until = read().finally(() => leave.abort())
  // If the test fails before it awaits this, that failure is the one to show.
  until.catch(() => undefined)
  return { until }
}

function eventsIn(frame: string): StreamEvent[] {
  const [lastId, data] = [/^id: (.+)$/m.exec(frame)?.[1], /^data: (.+)$/m.exec(frame)?.[1]]
  return data ? [{ lastId: lastId ?? '', ...JSON.parse(data) }] : []
}
