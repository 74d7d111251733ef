import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { guides } from '#components/docs/guides.ts'
import { root } from './steps.ts'

const files = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })]
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object }

/** Paths of the repository that a text names: what its links lead to, and what stands in code and begins with one of our folders. */
function pathsIn(text: string, folder: string): string[] {
  const links = [...text.matchAll(/\]\((?!https?:|\/|#)([^)#\s]+)/g)].map(match =>
    path.posix.join(folder, match[1] ?? ''),
  )
  const named = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(match =>
    [
      ...(match[1] ?? '').matchAll(
        /(?:^|[\s'"(])((?:app|bench|clients|components|docs|e2e|lib|prisma|public|scripts)\/[^\s`'",;]*)/g,
      ),
    ].map(inner => balanced(inner[1] ?? '')),
  )
  const top = [...text.matchAll(/`([\w.-]+\.(?:ts|mjs|json|md))`/g)]
    .map(match => match[1] ?? '')
    .filter(name => topLevel.has(name))
  return [...links, ...named, ...top]
}

/** Without the end of a bracket that began before the path. */
const balanced = (name: string) => (name.includes('(') ? name : name.replace(/\).*$/, ''))

/** Files at the top that a text may name without a folder; others of such a name are below, or are the reader's own. */
const topLevel = new Set([
  'server.ts',
  'package.json',
  'biome.json',
  'vitest.config.ts',
  'playwright.config.ts',
  'next.config.ts',
])

/** `<domain>` and `*` stand for any name; `{a,b}` for each. */
const exists = (name: string) => {
  const pattern = name
    .replace(/<[^>]+>/g, '*')
    .replace(/…$/, '*')
    .replace(/[.:]$/, '')
  return /[*{]/.test(pattern) ? globSync(pattern, { cwd: root }).length > 0 : existsSync(path.join(root, pattern))
}

test.each(files)('%s names only what exists', file => {
  const text = readFileSync(path.join(root, file), 'utf8')
  expect(pathsIn(text, path.posix.dirname(file)).filter(name => !exists(name))).toEqual([])
  const commands = [...text.matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(match => match[1] ?? '')
  expect(commands.filter(name => !(name in scripts))).toEqual([])
  const benches = [...text.matchAll(/npm run bench -- ([a-z-]+)/g)].map(match => match[1] ?? '')
  expect(benches.filter(name => !existsSync(path.join(root, 'bench', `${name}.ts`)))).toEqual([])
})

test('a path that is gone is found', () => {
  const text = 'see `lib/gone/x.ts`, [this](gone.md), `lib/domain/<domain>/gone.ts` and `lib/domain/<domain>/index.ts`'
  expect(pathsIn(text, 'docs').filter(name => !exists(name))).toEqual([
    'docs/gone.md',
    'lib/gone/x.ts',
    'lib/domain/<domain>/gone.ts',
  ])
})

test('every guide is in exactly one group of the menu, and begins with its title', () => {
  const written = globSync('docs/*.md', { cwd: root }).map(name => path.basename(name, '.md'))
  expect(guides.map(({ slug }) => slug).sort()).toEqual(written.sort())
  for (const { slug } of guides) expect(readFileSync(path.join(root, 'docs', `${slug}.md`), 'utf8')).toMatch(/^# \w/)
})

/** Names of variables in the code of a client. */
const variablesIn = (folder: string) => {
  const sources = globSync(`${folder}/**/*.{py,ts,mjs}`, { cwd: root }).filter(
    name => !/node_modules|\.test\./.test(name),
  )
  const code = sources.map(name => readFileSync(path.join(root, name), 'utf8')).join('\n')
  return [...new Set(code.match(/\bHOLDPOINT_[A-Z_]*[A-Z]/g))].sort()
}

test.each([
  ['clients/python', 'clients/python/holdpoint', 5],
  ['clients/typescript', 'clients/typescript/src', 5],
  ['clients/cli', 'clients/cli/lib', 2],
])('%s: every variable that it reads stands in its README and in the guide', (client, code, known) => {
  const variables = variablesIn(code)
  expect(variables.length).toBeGreaterThanOrEqual(known)
  for (const file of [`${client}/README.md`, 'docs/clients.md']) {
    const text = readFileSync(path.join(root, file), 'utf8')
    expect(variables.filter(name => !text.includes(name))).toEqual([])
  }
})
