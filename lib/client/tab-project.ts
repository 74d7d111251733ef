/** The project that this tab shows, from its full page load on. Kept here and not in a cookie: two tabs never mix. */
let slug: string | null = null

export const tabProject = (): string | null => slug

/** In the browser only: on a server this module belongs to everybody. */
export function keepTabProject(next: string): void {
  if (typeof window !== 'undefined') slug = next
}
