/** The list of all traces of a run, those of framework messages too. */
export const runHref = (runId: string) =>
  `/traces?range=all&messages=show&sort=startedAt&run=${encodeURIComponent(runId)}`
