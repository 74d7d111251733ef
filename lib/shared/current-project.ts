/** Names the project of a request, by slug or id; the pages of a tab send it with every call. */
export const projectHeader = 'x-holdpoint-project'

/** The project that this browser showed last. The page writes it, and it proves nothing. */
export const lastProjectCookie = 'holdpoint-project'
