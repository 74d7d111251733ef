/** The list of all traces of a run, those of framework messages too. */
export const runHref = (runId: string) =>
  `/traces?range=all&messages=show&sort=startedAt&run=${encodeURIComponent(runId)}`

/** The run's own page, with its one total. */
export const runPageHref = (runId: string) => `/runs/${encodeURIComponent(runId)}`
