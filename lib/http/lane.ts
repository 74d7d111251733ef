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

interface Template {
  route: LaneRoute
  segments: readonly Segment[]
}

/** A fixed piece of a path, or a parameter. */
type Segment = { fixed: string } | { param: string }

const segmentsOf = (pattern: string): Segment[] =>
  pattern.split('/').map(piece => {
    const param = /^\[(\w+)\]$/.exec(piece)?.[1]
    return param === undefined ? { fixed: piece } : { param }
  })

/** Which paths a template takes, whatever its parameters are called. */
const shapeOf = (segments: readonly Segment[]) =>
  segments.map(segment => ('fixed' in segment ? segment.fixed : '[]')).join('/')

/** From left to right, a fixed segment comes before a parameter: as Next orders its routes. */
function bySpecificity(a: Template, b: Template): number {
  for (const [i, segment] of a.segments.entries()) {
    const rank = Number('param' in segment) - Number('param' in (b.segments[i] ?? segment))
    if (rank !== 0) return rank
  }
  return 0
}

/**
 * Finds the route of a path. Routes are compiled once: the most specific one that fits wins, whatever their order.
 * Throws where two routes take the same paths.
 */
export function laneMatcher(routes: readonly LaneRoute[]) {
  const fixed = new Map<string, LaneRoute>()
  const templates = new Map<number, Template[]>()
  const shapes = new Map<string, string>()
  for (const route of routes) {
    const segments = segmentsOf(route.pattern)
    const shape = shapeOf(segments)
    const other = shapes.get(shape)
    if (other !== undefined) throw new Error(`The routes ${other} and ${route.pattern} take the same paths.`)
    shapes.set(shape, route.pattern)
    if (segments.every(segment => 'fixed' in segment)) fixed.set(route.pattern, route)
    else templates.set(segments.length, [...(templates.get(segments.length) ?? []), { route, segments }])
  }
  for (const sameLength of templates.values()) sameLength.sort(bySpecificity)
  return (pathname: string): { route: LaneRoute; params: Record<string, string> } | null => {
    const exact = fixed.get(pathname)
    if (exact) return { route: exact, params: {} }
    const parts = pathname.split('/')
    for (const { route, segments } of templates.get(parts.length) ?? []) {
      const params = matchSegments(segments, parts)
      if (params) return { route, params }
    }
    return null
  }
}

/** `parts` has as many pieces as the template has segments. */
function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (const [i, segment] of segments.entries()) {
    const part = parts[i] ?? ''
    if ('fixed' in segment) {
      if (segment.fixed !== part) return null
      continue
    }
    if (part === '') return null
    try {
      params[segment.param] = decodeURIComponent(part)
    } catch {
      return null
    }
  }
  return params
}
