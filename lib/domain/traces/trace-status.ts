/** A trace without its root counts as running for this long after its last span. */
const runningForMs = 10 * 60_000

export const isRunning = `(not t.has_root and t.updated_at > now() - interval '${runningForMs} milliseconds')`

/**
 * The one rule of a trace's status, over a row `t` of trace: *running* while its root is missing and spans still come,
 * *error* when its root span failed, else *ok*. A failed span that the root got over leaves the trace ok; `error_count`
 * tells of it.
 */
export const traceStatus = `case when ${isRunning} then 'running' else t.status end`
