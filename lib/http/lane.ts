import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Handler } from './handle.ts'

export interface LaneRoute {
  /** As Next would serve it, e.g. /api/v1/traces/[traceId]. */
  pattern: string
  methods: Record<string, Handler>
}

/** What Next must serve itself. */
const nextOnly = ['/api/auth/']

/** Loads every `route.ts` under app/api, so that agents' requests reach their handlers without passing through Next's router. */
export async function loadLane(appDir: string): Promise<LaneRoute[]> {
  const files = (await readdir(path.join(appDir, 'api'), { recursive: true })).filter(
    file => path.basename(file) === 'route.ts',
  )
  const routes: LaneRoute[] = []
  for (const file of files) {
    const pattern = `/api/${path.dirname(file).split(path.sep).join('/')}`
    if (nextOnly.some(prefix => `${pattern}/`.startsWith(prefix))) continue
    const module: Record<string, unknown> = await import(pathToFileURL(path.join(appDir, 'api', file)).href)
    const methods = Object.entries(module).filter(
      ([name, value]) => /^[A-Z]+$/.test(name) && typeof value === 'function',
    )
    routes.push({ pattern, methods: Object.fromEntries(methods) as Record<string, Handler> })
  }
  return routes
}

interface Matcher extends LaneRoute {
  segments: string[]
}

/** Finds the route of a path; a fixed segment wins over a parameter. */
export function laneMatcher(routes: readonly LaneRoute[]) {
  const fixed = new Map<string, LaneRoute>()
  const withParams: Matcher[] = []
  for (const route of routes) {
    if (route.pattern.includes('[')) withParams.push({ ...route, segments: route.pattern.split('/') })
    else fixed.set(route.pattern, route)
  }
  return (pathname: string): { route: LaneRoute; params: Record<string, string> } | null => {
    const exact = fixed.get(pathname)
    if (exact) return { route: exact, params: {} }
    const parts = pathname.split('/')
    for (const route of withParams) {
      const params = matchSegments(route.segments, parts)
      if (params) return { route, params }
    }
    return null
  }
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (segments.length !== parts.length) return null
  const params: Record<string, string> = {}
  for (const [i, segment] of segments.entries()) {
    const part = parts[i] ?? ''
    const name = /^\[(\w+)\]$/.exec(segment)?.[1]
    if (name === undefined ? segment !== part : part === '') return null
    if (name === undefined) continue
    try {
      params[name] = decodeURIComponent(part)
    } catch {
      return null
    }
  }
  return params
}
