import type { Database } from '#lib/platform/db/client.ts'
import { gauge } from '#lib/platform/prometheus.ts'
import { once } from '#lib/platform/registry.ts'
import { admission } from './admission.ts'
import { openStreams } from './open-streams.ts'

/** Names what this process holds, for `/api/metrics`; once, however often a server starts in it. */
export function exportGauges(db: Database): void {
  once('metrics.gauges', () => {
    gauge('holdpoint_event_streams', 'Open event streams', openStreams)
    gauge('holdpoint_bodies_held_bytes', 'Inflated bytes of bodies in memory', () => admission().bodyBytes)
    gauge('holdpoint_bodies_waiting', 'Bodies that wait for their turn', () => admission().waiting)
    gauge('holdpoint_db_connections', 'Connections to the database', () => db.pool.totalCount)
    gauge('holdpoint_db_waiting', 'Callers that wait for a connection', () => db.pool.waitingCount)
    return true
  })
}
