import type { Edge, Source } from './source-modules.ts'

/** Which folders a file may import, by its own place: the first entry that fits. Arrows of the architecture page. */
const mayImport: [from: RegExp, to: RegExp][] = [
  [/^lib\/shared\//, /^lib\/shared\//],
  [/^lib\/platform\//, /^lib\/(platform|shared)\//],
  [/^lib\/http\//, /^lib\/(http|platform|shared)\//],
  [/^lib\/client\//, /^lib\/(client|shared)\//],
  [/^lib\/domain\/[^/]+\/use-[\w-]+\.ts$/, /^lib\/(client|shared|domain)\//],
  [/^lib\/domain\//, /^lib\/(domain|platform|shared)\//],
  [/^components\/kit\//, /^(components\/kit|lib\/shared|lib\/client)\//],
  [/^components\//, /^(components|lib\/(shared|client|domain))\//],
  [/^app\//, /^(app|components|lib)\//],
  // A single spec finds the browser as the whole test does.
  [/^playwright\.config\.ts$/, /^scripts\/chromium\.ts$/],
  [/^(next\.config|vitest\.config|prisma\.config)\.ts$/, /^(lib\/(platform|shared)|prisma)\//],
  [/^(server\.ts$|scripts\/|bench\/|e2e\/|prisma\/|clients\/)/, /./],
]

/** What a browser bundle may hold of a domain, hooks among it; everything else is server code. */
const clientSafe =
  /^lib\/domain\/[^/]+\/((switch|callbacks|environments|suites|runs|verdicts|proposals|history)\/)?(([\w-]+-)?schemas|rules|contract|canonical|measures|permissions|topics|navigation|statuses|use-[\w-]+)\.ts$/
/** What a route is made of: a verb, from the index of its domain, and its contract. OTLP has decoders of its own. */
const ofRoutes =
  /^lib\/domain\/[^/]+\/(index\.ts|([\w-]+\/)?contract\.ts|otlp\/decode-\w+\.ts|otlp\/json\.ts|auth-handler\.ts)$/

/** What each of the two lists of domains is made of. Neither is read by a domain, and the server's by no page. */
const lists: Record<string, RegExp> = {
  'lib/domain/list.ts': /^lib\/domain\/[^/]+\/(permissions|topics|navigation)\.ts$|^lib\/shared\//,
  'lib/domain/server-list.ts':
    /^lib\/domain\/([^/]+\/(claim-check|jobs|needs|readiness|timeline|stops)|list)\.ts$|^lib\/(platform|shared)\//,
}

/** Which domains a domain may call, through its index: acyclic. */
const domainMayCall: Record<string, readonly string[]> = {
  approvals: ['agents', 'breakers', 'channels', 'policies', 'tools', 'traces'],
  access: [],
  projects: ['access'],
  agents: [],
  demo: ['projects'],
  audit: [],
  tools: [],
  policies: [],
  prices: [],
  traces: ['prices'],
  metrics: ['traces'],
  releases: ['agents', 'metrics'],
  assignment: ['releases'],
  rollouts: ['agents', 'assignment', 'breakers', 'channels', 'metrics', 'prompts', 'releases', 'shadow', 'slos'],
  shadow: [],
  pipelines: ['approvals', 'channels', 'releases', 'rollouts'],
  needs: [],
  checklist: [],
  evals: ['judges', 'traces'],
  judges: [],
  'scoring-rules': ['judges', 'traces'],
  prompts: ['approvals', 'assignment', 'evals'],
  gate: ['approvals', 'incidents', 'metrics', 'permits', 'traces'],
  rag: ['evals'],
  guardrails: ['incidents'],
  channels: [],
  'on-call': ['channels'],
  changes: ['agents', 'metrics', 'releases', 'slos'],
  alerts: ['metrics', 'budgets', 'permits', 'channels', 'on-call', 'incidents'],
  review: ['traces'],
  'review-rules': ['review'],
  sessions: ['traces'],
  costs: ['traces', 'metrics'],
  budgets: [],
  incidents: ['on-call'],
  runbooks: ['incidents', 'on-call', 'breakers', 'agents', 'channels', 'approvals', 'releases'],
  breakers: ['incidents'],
  permits: [
    'agents',
    'tools',
    'budgets',
    'breakers',
    'approvals',
    'guardrails',
    'incidents',
    'metrics',
    'policies',
    'slos',
  ],
  configuration: [
    'agents',
    'alerts',
    'breakers',
    'budgets',
    'channels',
    'evals',
    'guardrails',
    'judges',
    'on-call',
    'policies',
    'pipelines',
    'prices',
    'rag',
    'review-rules',
    'runbooks',
    'rollouts',
    'scoring-rules',
    'slos',
    'tools',
  ],
  slos: ['agents', 'budgets', 'breakers', 'channels', 'incidents', 'metrics'],
}

/** Packages that only some folders may touch. */
const kept: [packages: RegExp, by: RegExp, why: string][] = [
  [
    /^(@prisma\/|pg$|pg-boss$)|generated\/client/,
    /^(lib\/(domain|platform)|prisma|scripts|e2e|bench)\/|^prisma\.config\.ts$/,
    'the database stays in lib',
  ],
  // Handlers, verbs and jobs run without Next; one file reads its headers for pages.
  [
    /^next(\/|$)/,
    /^(components|app\/(?!.*\/route\.ts$)|lib\/client|lib\/domain\/access\/page-session\.ts$|(server|next\.config)\.ts$)/,
    'handlers and verbs know nothing of Next',
  ],
]

/** Tests and what only they use. */
const isTest = (file: string) => /\.(test|spec)\.tsx?$|\/testing\/|\/test-[\w-]+\.ts$|\.truth\.ts$/.test(file)
const isOurs = (target: string) => /^(app|components|lib|scripts|e2e|bench|prisma|clients)\/|^server\.ts$/.test(target)

/** Why an import is not allowed, or null. */
export function whyForbidden({ from, to, typeOnly }: Pick<Edge, 'from' | 'to' | 'typeOnly'>): string | null {
  if (isTest(from)) return null
  const keeper = kept.find(([packages]) => packages.test(to))
  if (keeper && !keeper[1].test(from) && !typeOnly) return keeper[2]
  if (!isOurs(to)) return null
  if (isTest(to) && !/^(e2e|bench|scripts)\//.test(from)) return 'the product does not use test code'
  if (to.startsWith('app/') && !from.startsWith('app/')) return 'nothing imports app'
  const rule = mayImport.find(([place]) => place.test(from))
  if (!rule?.[1].test(to)) return 'this folder may not import that one'
  return whyNotDomain({ from, to, typeOnly })
}

/** A folder inside a screen's folder: only that screen's files look into it. The kit's are for everybody. */
const innerRoom = /^components\/(?!kit\/)[^/]+\/[^/]+\//

function whyNotDomain({ from, to, typeOnly }: Pick<Edge, 'from' | 'to' | 'typeOnly'>): string | null {
  const parts = lists[from]
  if (parts && !parts.test(to)) return 'a list of domains names only what they declare'
  if (lists[to] && from.startsWith('lib/domain/') && !parts) return 'a domain does not know the list that it is in'
  if (to === 'lib/domain/server-list.ts' && /^(app|components)\//.test(from)) return 'server code in a page'
  const domain = /^lib\/domain\/([^/]+)\//
  const [own, other] = [domain.exec(from)?.[1], domain.exec(to)?.[1]]
  if (own && other && own !== other) {
    if (!domainMayCall[own]?.includes(other)) return `the domain ${own} may not call ${other}`
    if (!to.endsWith(`${other}/index.ts`) && !clientSafe.test(to)) return 'another domain is called through its index'
  }
  if (/^app\/.*\/route\.ts$/.test(from) && other && !ofRoutes.test(to))
    return 'a route has a contract and a verb of an index'
  if (from.startsWith('components/') && other && !clientSafe.test(to) && !typeOnly) return 'server code in a component'
  const [screen, target] = [/^components\/([^/]+)\//.exec(from)?.[1], /^components\/([^/]+)\//.exec(to)?.[1]]
  if (screen && target && screen !== target && target !== 'kit' && target !== 'shell') return 'app composes screens'
  if (target && screen !== target && innerRoom.test(to)) return 'others take a screen from the top of its folder'
  return null
}

/** The first import cycle, or null. One of types alone counts: neither of its files can be understood without the other. */
export function findCycle(edges: readonly Edge[]): string[] | null {
  const graph = graphOf(edges)
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

function graphOf(edges: readonly Edge[]): Map<string, string[]> {
  const graph = new Map<string, string[]>()
  for (const { from, to } of edges) graph.set(from, [...(graph.get(from) ?? []), to])
  return graph
}
const runtimeGraph = (edges: readonly Edge[]) => graphOf(edges.filter(edge => !edge.typeOnly))

const serverOnly = /^(lib\/(platform|http)\/|node:|pg$|pg-boss$|pino$|@prisma\/|next-auth$|server-only$)/

/** Ways from what a browser runs to what only a server can: each a trail of imports. */
export function serverCodeInBrowsers(sources: readonly Source[]): string[][] {
  const graph = runtimeGraph(sources.flatMap(source => source.edges))
  const trails = new Map<string, string[]>()
  const queue = sources.filter(source => source.client).map(source => source.file)
  for (const file of queue) trails.set(file, [file])
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const next of graph.get(file) ?? []) {
      if (trails.has(next)) continue
      trails.set(next, [...(trails.get(file) ?? []), next])
      if (!serverOnly.test(next)) queue.push(next)
    }
  }
  return [...trails].flatMap(([file, trail]) => (serverOnly.test(file) ? [trail] : []))
}

/** Files whose exports a tool reads by name, or that a command starts. */
const entry = /^(app\/|scripts\/|bench\/|e2e\/|prisma\/|[\w.-]+\.ts$)/

/** What is exported and used nowhere, `file: name`; what only tests import counts as used. */
export function unusedExports(sources: readonly Source[]): string[] {
  const used = new Set<string>()
  for (const { to, names } of sources.flatMap(source => source.edges))
    for (const name of names) used.add(`${to}: ${name}`)
  return sources
    .filter(({ file }) => !entry.test(file) && !isTest(file))
    .flatMap(({ file, exports }) =>
      exports.map(name => `${file}: ${name}`).filter(one => !used.has(one) && !used.has(`${file}: *`)),
    )
}

/** Lines of a file: more than the first is a warning, more than the second an error. */
export function lengthLimits(file: string): [warn: number, fail: number] {
  if (/^app\/.*\/route\.ts$/.test(file)) return [40, 40]
  return /^app\/.*\/page\.tsx$/.test(file) ? [60, 60] : [250, 400]
}
