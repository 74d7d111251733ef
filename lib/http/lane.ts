import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Handler } from './handle.ts'

export interface LaneRoute {
  /** Its folder, written as Next writes them: /api/v1/traces/[traceId], /api/auth/[...action]. */
  pattern: string
  methods: Record<string, Handler>
}

/** Loads every `route.ts` under app/api: the server in front answers them all, Next builds pages alone (next.config.ts). */
export async function loadLane(appDir: string): Promise<LaneRoute[]> {
  const files = (await readdir(path.join(appDir, 'api'), { recursive: true })).filter(
    file => path.basename(file) === 'route.ts',
  )
  const routes: LaneRoute[] = []
  for (const file of files) {
    const pattern = `/api/${path.dirname(file).split(path.sep).join('/')}`
    const module: Record<string, unknown> = await import(pathToFileURL(path.join(appDir, 'api', file)).href)
    const methods = Object.entries(module).filter(
      ([name, value]) => /^[A-Z]+$/.test(name) && typeof value === 'function',
    )
    routes.push({ pattern, methods: Object.fromEntries(methods) as Record<string, Handler> })
  }
  return routes
}

interface Template {
  route: LaneRoute
  segments: readonly Segment[]
}

/** A fixed piece of a path, a parameter, or a parameter that takes all that follows. */
type Segment = { fixed: string } | { param: string; rest: boolean }

const segmentsOf = (pattern: string): Segment[] =>
  pattern.split('/').map(piece => {
    const [, dots, param] = /^\[(\.\.\.)?(\w+)\]$/.exec(piece) ?? []
    return param === undefined ? { fixed: piece } : { param, rest: dots !== undefined }
  })

/** Which paths a template takes, whatever its parameters are called. */
const shapeOf = (segments: readonly Segment[]) =>
  segments.map(segment => ('fixed' in segment ? segment.fixed : segment.rest ? '[...]' : '[]')).join('/')

/**
 * How much a template leaves open, segment by segment: a fixed segment comes before a parameter, and that before a rest,
 * from left to right, as Next orders its routes.
 */
const opennessOf = (segments: readonly Segment[]) =>
  segments.map(segment => ('fixed' in segment ? 0 : segment.rest ? 2 : 1)).join('')

/**
 * Finds the route of a path. Routes are compiled once: the most specific one that fits wins, whatever their order.
 * Throws where two routes take the same paths.
 */
export function laneMatcher(routes: readonly LaneRoute[]) {
  const fixed = new Map<string, LaneRoute>()
  const templates: Template[] = []
  const shapes = new Map<string, string>()
  for (const route of routes) {
    const segments = segmentsOf(route.pattern)
    const shape = shapeOf(segments)
    const other = shapes.get(shape)
    if (other !== undefined) throw new Error(`The routes ${other} and ${route.pattern} take the same paths.`)
    shapes.set(shape, route.pattern)
    if (segments.every(segment => 'fixed' in segment)) fixed.set(route.pattern, route)
    else templates.push({ route, segments })
  }
  templates.sort((a, b) => (opennessOf(a.segments) < opennessOf(b.segments) ? -1 : 1))
  return (pathname: string): { route: LaneRoute; params: Record<string, string> } | null => {
    const exact = fixed.get(pathname)
    if (exact) return { route: exact, params: {} }
    const parts = pathname.split('/')
    for (const { route, segments } of templates) {
      const params = matchSegments(segments, parts)
      if (params) return { route, params }
    }
    return null
  }
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | null {
  const last = segments.at(-1)
  const open = last !== undefined && 'param' in last && last.rest
  if (open ? parts.length < segments.length : parts.length !== segments.length) return null
  // Most templates end here, and nothing is made for them.
  if (segments.some((segment, i) => 'fixed' in segment && segment.fixed !== parts[i])) return null
  const params: Record<string, string> = {}
  for (const [i, segment] of segments.entries()) {
    if ('fixed' in segment) continue
    const part = segment.rest ? parts.slice(i).join('/') : (parts[i] ?? '')
    if (part === '') return null
    try {
      params[segment.param] = decodeURIComponent(part)
    } catch {
      return null
    }
  }
  return params
}
