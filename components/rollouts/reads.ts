/** The request of each of the two lists, for the server and the browser. */
export const rolloutsPages = (state: 'active' | 'ended', agent: string | null) => ({
  key: [state, agent],
  filters: () => ({ state, ...(agent === null ? {} : { agent }) }),
})
