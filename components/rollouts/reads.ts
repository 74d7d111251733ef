/** What each of the two lists asks for, on the server and in the browser. */
export const rolloutsPages = (state: 'active' | 'ended', agent: string | null) => ({
  key: [state, agent],
  filters: () => ({ state, ...(agent === null ? {} : { agent }) }),
})
