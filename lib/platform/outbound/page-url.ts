import { publicOrigin } from '#lib/platform/auth/origin.ts'

/** The address of a page for who reads it elsewhere; without HOLDPOINT_URL that of this machine. */
export function pageUrl(projectId: string, path: string): string {
  const url = new URL(path, publicOrigin() ?? `http://localhost:${process.env.PORT || 3000}`)
  url.searchParams.set('project', projectId)
  return url.href
}
