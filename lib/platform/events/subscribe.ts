import type { Database } from '#lib/platform/db/client.ts'
import { type Event, eventBus } from './bus.ts'

/** Follows the changes of some topics of a project. Await it before reading the state, or a change may be missed. */
export async function subscribe(
  db: Database,
  projectId: string,
  topics: readonly string[],
  listener: (event: Event) => void,
): Promise<() => void> {
  const bus = await eventBus(db)
  return bus.subscribe(projectId, event => {
    if (topics.includes(event.topic)) listener(event)
  })
}
