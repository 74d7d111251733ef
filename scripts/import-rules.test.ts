import { describe, expect, it } from 'vitest'
import { findCycle, lengthLimits, serverCodeInBrowsers, unusedExports, whyForbidden } from './import-rules.ts'
import { readSource, readSources } from './source-modules.ts'
import { root } from './steps.ts'

const forbidden = (file: string, text: string) => readSource(file, text).edges.flatMap(edge => whyForbidden(edge) ?? [])

describe('an import against an arrow is forbidden', () => {
  it.each([
    ['lib/shared/x.ts', '#lib/platform/env.ts'],
    ['lib/platform/x.ts', '#lib/http/handle.ts'],
    ['lib/platform/x.ts', '../domain/access/index.ts'],
    ['lib/http/x.ts', '#lib/domain/access/index.ts'],
    ['lib/client/x.ts', '#lib/domain/access/contract.ts'],
    ['lib/domain/access/x.ts', '#lib/http/handle.ts'],
    ['lib/domain/access/x.ts', '#components/kit/blocks.tsx'],
    ['lib/domain/access/x.ts', '#lib/domain/traces/index.ts'],
    ['lib/domain/approvals/x.ts', '#lib/domain/traces/store/tables/write.ts'],
    ['components/kit/x.tsx', '#components/access/view.ts'],
    ['components/kit/x.tsx', '#lib/domain/access/contract.ts'],
    ['components/access/x.tsx', '#components/audit/view.ts'],
    ['app/(ops)/x.tsx', '#components/traces/tree/span-tree.tsx'],
    ['components/access/x.tsx', '#lib/domain/access/index.ts'],
    ['components/access/x.tsx', '#lib/platform/env.ts'],
    ['lib/domain/access/x.ts', '#app/layout.tsx'],
    ['components/shell/x.tsx', '../../app/layout.tsx'],
    ['lib/http/x.ts', '@prisma/client'],
    ['components/access/x.tsx', 'pg'],
    ['app/(ops)/x.tsx', '@prisma/adapter-pg'],
    ['lib/http/x.ts', 'next/headers'],
    ['lib/domain/access/x.ts', 'next/navigation'],
    ['app/api/v1/x/route.ts', 'next/server'],
    ['app/api/v1/x/route.ts', '#lib/domain/access/keys/create-key.ts'],
    ['app/api/v1/x/route.ts', '#lib/domain/traces/store/tables/write.ts'],
    ['lib/platform/x.ts', '#lib/platform/testing/database.ts'],
    ['lib/domain/access/x.ts', './test-client.ts'],
    ['lib/domain/list.ts', './access/index.ts'],
    ['lib/domain/server-list.ts', './access/prune.ts'],
    ['lib/domain/access/x.ts', '../list.ts'],
    ['lib/domain/access/x.ts', '#lib/domain/server-list.ts'],
    ['lib/platform/x.ts', '#lib/domain/list.ts'],
    ['components/shell/x.tsx', '#lib/domain/server-list.ts'],
  ])('%s → %s', (file, to) => {
    expect(forbidden(file, `import { x } from '${to}'`)).toHaveLength(1)
    expect(forbidden(file, `export { x } from '${to}'`)).toHaveLength(1)
    expect(forbidden(file, `const x = () => import('${to}')`)).toHaveLength(1)
    expect(forbidden(file, `import '${to}'`)).toHaveLength(1)
  })

  it.each([
    ['lib/domain/approvals/x.ts', '#lib/domain/traces/index.ts'],
    ['lib/domain/list.ts', './access/permissions.ts'],
    ['lib/domain/server-list.ts', './access/jobs.ts'],
    ['components/shell/x.tsx', '#lib/domain/list.ts'],
    ['components/access/x.tsx', '#lib/domain/access/contract.ts'],
    ['components/access/x.tsx', '#components/kit/blocks.tsx'],
    ['components/traces/x.tsx', '#components/traces/tree/span-tree.tsx'],
    ['components/access/x.tsx', '#components/kit/chart/chart.tsx'],
    ['app/(ops)/x.tsx', '#components/traces/trace-page.tsx'],
    ['lib/domain/access/x.test.ts', '#lib/platform/testing/database.ts'],
    ['app/(ops)/x/page.tsx', 'next/navigation'],
    ['app/api/v1/x/route.ts', '#lib/domain/access/index.ts'],
    ['app/api/v1/x/route.ts', '#lib/domain/traces/langfuse/contract.ts'],
  ])('%s → %s is allowed', (file, to) => expect(forbidden(file, `import { x } from '${to}'`)).toEqual([]))

  it('a type alone is no code', () => {
    expect(forbidden('components/access/x.tsx', `import type { Row } from '#lib/domain/access/queries.ts'`)).toEqual([])
  })
})

const source = (file: string, text: string) => readSource(file, text)

it('finds a cycle, through re-exports, imports at run time, and types alone', () => {
  const cycle = (second: string) =>
    findCycle([source('lib/a.ts', `import './b.ts'`), source('lib/b.ts', second)].flatMap(one => one.edges))
  expect(cycle(`export { a } from './a.ts'`)).toEqual(['lib/a.ts', 'lib/b.ts', 'lib/a.ts'])
  expect(cycle(`const a = () => import('./a.ts')`)).not.toBeNull()
  expect(cycle(`import type { A } from './a.ts'`)).not.toBeNull()
  expect(cycle(`import { c } from './c.ts'`)).toBeNull()
})

describe('a browser reaches no server code, however far away', () => {
  const client = source('components/access/x.tsx', `'use client'\nimport { y } from '#lib/domain/access/contract.ts'`)
  it.each(['#lib/platform/env.ts', 'node:fs', 'pg', '@prisma/client'])('%s', to => {
    const between = source('lib/domain/access/contract.ts', `export { y } from './rules.ts'`)
    const rules = source('lib/domain/access/rules.ts', `import { y } from '${to}'`)
    expect(serverCodeInBrowsers([client, between, rules])).toEqual([
      ['components/access/x.tsx', 'lib/domain/access/contract.ts', 'lib/domain/access/rules.ts', to.replace('#', '')],
    ])
  })

  it('what only the server renders may import server code', () => {
    const page = source('app/(ops)/page.tsx', `import { x } from '#lib/domain/access/page-session.ts'`)
    const session = source('lib/domain/access/page-session.ts', `import { x } from '#lib/platform/env.ts'`)
    expect(serverCodeInBrowsers([page, session])).toEqual([])
  })
})

it('names what is exported and used nowhere, and nothing that is', () => {
  const one = source('lib/a.ts', 'export const dead = 1\nexport const used = 2\nexport const own = 3\nconst x = own')
  expect(unusedExports([one, source('lib/b.ts', `import { used } from './a.ts'`)])).toEqual(['lib/a.ts: dead'])
  expect(unusedExports([one, source('lib/b.ts', `import * as all from './a.ts'`)])).toEqual([])
})

it('holds pages and routes to their own length', () => {
  expect(lengthLimits('app/api/v1/x/[id]/route.ts')[1]).toBe(40)
  expect(lengthLimits('app/(ops)/x/page.tsx')[1]).toBe(60)
  expect(lengthLimits('lib/x.ts')).toEqual([250, 400])
})

it('reads this repository: every folder, every kind of import', () => {
  const sources = readSources(root)
  const folders = new Set(sources.map(({ file }) => file.split('/')[0]))
  expect([...folders]).toEqual(expect.arrayContaining(['app', 'components', 'lib', 'scripts', 'server.ts']))
  expect(sources.filter(one => one.client).length).toBeGreaterThan(50)
  // A dynamic import that could not be read would be an arrow nobody checks.
  const lazy = sources
    .flatMap(one => one.edges)
    .filter(edge => edge.from.startsWith('components/') && edge.names[0] === '*')
  expect(lazy.length).toBeGreaterThan(3)
})
