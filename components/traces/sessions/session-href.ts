export const sessionHref = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}`

/** Its traces in their order, those of framework messages too. */
export const sessionTracesHref = (sessionId: string) =>
  `/traces?range=all&messages=show&session=${encodeURIComponent(sessionId)}`
