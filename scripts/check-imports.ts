import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import { root } from './steps.ts'

/** Which top folders a file may import, by its own place: the first entry that fits. Arrows of the architecture page. */
const mayImport: [from: RegExp, to: RegExp][] = [
  [/^lib\/shared\//, /^lib\/shared\//],
  [/^lib\/platform\//, /^lib\/(platform|shared)\//],
  [/^lib\/http\//, /^lib\/(http|platform|shared)\//],
  [/^lib\/client\//, /^lib\/(client|shared)\//],
  [/^lib\/domain\/[^/]+\/client\.ts$/, /^lib\/(client|shared|domain)\//],
  [/^lib\/domain\//, /^lib\/(domain|platform|shared)\//],
  [/^components\/kit\//, /^(components\/kit|lib\/shared|lib\/client)\//],
  [/^components\//, /^(components|lib\/(shared|client|domain))\//],
  [/^app\//, /^(app|components|lib)\//],
  [/^(server\.ts$|scripts\/|bench\/|e2e\/|prisma\/|clients\/)/, /./],
]

/** What a browser bundle may hold of a domain; everything else is server code. */
const clientSafe = /^lib\/domain\/[^/]+\/(schemas|rules|contract|client|canonical)\.ts$/

/** Which domains a domain may call, through its index: acyclic. */
const domainMayCall: Record<string, string[]> = { approvals: ['traces'], access: [], audit: [], traces: [] }

const maxLines = 400

export interface Edge {
  from: string
  to: string
  typeOnly: boolean
}

function sources(): string[] {
  const patterns = ['{app,components,lib,scripts,e2e,bench,prisma}/**/*.{ts,tsx}', 'server.ts']
  return patterns
    .flatMap(pattern => globSync(pattern, { cwd: root }))
    .filter(file => !file.includes('/generated/'))
    .map(file => file.split(path.sep).join('/'))
}

function edgesOf(file: string): Edge[] {
  const { module } = parseSync(file, readFileSync(path.join(root, file), 'utf8'))
  const edges: Edge[] = []
  const add = (specifier: string, typeOnly: boolean) => {
    const to = specifier.startsWith('#')
      ? specifier.slice(1)
      : specifier.startsWith('.')
        ? path.posix.join(path.posix.dirname(file), specifier)
        : null
    if (to) edges.push({ from: file, to, typeOnly })
  }
  for (const one of module.staticImports)
    add(one.moduleRequest.value, one.entries.length > 0 && one.entries.every(entry => entry.isType))
  for (const one of module.staticExports) {
    for (const entry of one.entries) if (entry.moduleRequest) add(entry.moduleRequest.value, entry.isType)
  }
  return edges
}

const isTest = (file: string) => /\.(test|spec)\.tsx?$|\/testing\//.test(file)

/** Why an import is not allowed, or null. */
export function refuse({ from, to, typeOnly }: Edge): string | null {
  if (isTest(from)) return null
  if (to.startsWith('app/') && !from.startsWith('app/')) return 'nothing imports app'
  const rule = mayImport.find(([place]) => place.test(from))
  if (rule && !rule[1].test(to)) return 'this folder may not import that one'
  const domain = /^lib\/domain\/([^/]+)\//
  const [own, other] = [domain.exec(from)?.[1], domain.exec(to)?.[1]]
  if (own && other && own !== other) {
    if (!domainMayCall[own]?.includes(other)) return `the domain ${own} may not call ${other}`
    if (!to.endsWith(`${other}/index.ts`) && !clientSafe.test(to)) return 'another domain is called through its index'
  }
  if (from.startsWith('components/') && other && !clientSafe.test(to) && !typeOnly) return 'server code in a component'
  const [screen, target] = [/^components\/([^/]+)\//.exec(from)?.[1], /^components\/([^/]+)\//.exec(to)?.[1]]
  if (screen && target && screen !== target && target !== 'kit' && target !== 'shell') return 'app composes screens'
  if (/generated\/client|@prisma/.test(to) && !/^(lib\/(domain|platform)|prisma|e2e)\//.test(from))
    return 'Prisma stays in lib'
  return null
}

/** The first import cycle that exists at run time, or null. */
export function findCycle(edges: readonly Edge[]): string[] | null {
  const graph = new Map<string, string[]>()
  for (const { from, to, typeOnly } of edges) if (!typeOnly) graph.set(from, [...(graph.get(from) ?? []), to])
  const done = new Set<string>()
  const visit = (file: string, trail: string[]): string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file]
    if (done.has(file)) return null
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file])
      if (cycle) return cycle
    }
    done.add(file)
    return null
  }
  for (const file of graph.keys()) {
    const cycle = visit(file, [])
    if (cycle) return cycle
  }
  return null
}

function main(): void {
  const files = sources()
  const edges = files.flatMap(edgesOf)
  const problems = edges.flatMap(edge => {
    const reason = refuse(edge)
    return reason ? [`${edge.from} → ${edge.to}: ${reason}`] : []
  })
  const cycle = findCycle(edges)
  if (cycle) problems.push(`cycle: ${cycle.join(' → ')}`)
  for (const file of files) {
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n').length
    if (lines > maxLines) problems.push(`${file}: ${lines} lines, at most ${maxLines}`)
  }
  for (const problem of problems) console.log(problem)
  console.log(`${files.length} files, ${edges.length} imports, ${problems.length} problems`)
  process.exit(problems.length === 0 ? 0 : 1)
}

if (process.argv[1] === import.meta.filename) main()
