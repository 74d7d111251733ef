import type { PoolClient } from 'pg'
import { lockNodes } from '#lib/domain/traces/store/tables/load.ts'
import type { ObjectUpdate } from './event.ts'
import { type Fields, merge } from './merge.ts'
import { keyOf, type LangfuseObject, loadObjects, loadRanges, type ObjectKey, saveObjects } from './object-rows.ts'
import { seedObjects } from './seed.ts'
import { observationTimes, type Times, traceTimes } from './span.ts'

const nothing: Fields = {}

/**
 * Adds updates to what is known, and gives what is known now of all they touch: the observations, and the traces
 * themselves where an event of one has come. Each change is a revision, so that of two requests the one that knew more
 * is believed, whichever stores its spans last. Call it in a transaction.
 */
export async function remember(
  client: PoolClient,
  projectId: string,
  updates: readonly ObjectUpdate[],
): Promise<LangfuseObject[]> {
  const given = byObject(updates)
  const traceIds = [...new Set(updates.map(update => update.traceId))]
  // A lock of their own: the trace's is taken while its spans are stored, which takes longer.
  await lockNodes(
    client,
    projectId,
    traceIds.map(id => `langfuse:${id}`),
  )
  const known = await recall(client, projectId, [
    ...given.values(),
    ...traceIds.map(traceId => ({ traceId, objectId: '' })),
  ])
  const observations = [...given.values()]
    .filter(one => one.objectId !== '')
    .map(one => grown(one, known.get(keyOf(one)), one.fields, observationTimes))
  await saveObjects(client, projectId, observations.filter(isNew).map(unmarked))
  const ranges = await loadRanges(client, projectId, traceIds)
  const traces = traceIds.flatMap(traceId => {
    const key = { traceId, objectId: '' }
    const [more, earlier] = [given.get(keyOf(key)), known.get(keyOf(key))]
    if (!more && !earlier) return []
    const within = ranges.get(traceId) ?? { startUs: null, endUs: null }
    return [grown(key, earlier, more?.fields ?? nothing, fields => traceTimes(fields, within))]
  })
  await saveObjects(client, projectId, traces.filter(isNew).map(unmarked))
  return [...observations, ...traces].map(unmarked)
}

type Marked = LangfuseObject & { changed: boolean }
const isNew = (object: Marked) => object.changed
const unmarked = ({ changed: _, ...object }: Marked): LangfuseObject => object

function byObject(updates: readonly ObjectUpdate[]): Map<string, ObjectUpdate> {
  const objects = new Map<string, ObjectUpdate>()
  for (const update of updates) {
    const earlier = objects.get(keyOf(update))
    objects.set(keyOf(update), earlier ? { ...earlier, fields: merge(earlier.fields, update.fields) } : update)
  }
  return objects
}

async function recall(client: PoolClient, projectId: string, keys: readonly ObjectKey[]) {
  const unique = [...new Map(keys.map(key => [keyOf(key), key])).values()]
  const known = await loadObjects(client, projectId, unique)
  const missing = unique.filter(key => !known.has(keyOf(key)))
  if (missing.length === 0) return known
  const seeds = await seedObjects(client, projectId, missing)
  return new Map([...known, ...seeds])
}

function grown(
  key: ObjectKey,
  earlier: LangfuseObject | undefined,
  more: Fields,
  timesOf: (fields: Fields) => Times,
): Marked {
  const fields = earlier ? merge(earlier.fields, more) : more
  const times = timesOf(fields)
  const changed = fields !== earlier?.fields || times.startUs !== earlier.startUs || times.endUs !== earlier.endUs
  const { traceId, objectId } = key
  return { traceId, objectId, fields, ...times, revision: (earlier?.revision ?? 0) + (changed ? 1 : 0), changed }
}
