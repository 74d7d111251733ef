import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

/** One import or re-export. */
export interface Edge {
  from: string
  /** A file of the repository, or a package as it is written. */
  to: string
  /** Names taken; `*` for all of them, none for the side effects alone. */
  names: readonly string[]
  typeOnly: boolean
}

export interface Source {
  file: string
  lines: number
  /** Its first statement says that a browser runs it. */
  client: boolean
  /** Names it exports that it does not use itself. */
  exports: readonly string[]
  edges: readonly Edge[]
  /** Its text without comments. */
  code: string
}

const patterns = ['{app,components,lib,scripts,e2e,bench,prisma}/**/*.{ts,tsx}', '*.ts']

/** Every source file of a folder that has this repository's layout. */
export function readSources(root: string): Source[] {
  return patterns
    .flatMap(pattern => globSync(pattern, { cwd: root }))
    .map(file => file.split(path.sep).join('/'))
    .filter(file => !/\/generated\/|\.d\.ts$/.test(file))
    .map(file => readSource(file, readFileSync(path.join(root, file), 'utf8')))
}

export function readSource(file: string, text: string): Source {
  const { module, comments } = parseSync(file, text)
  const edges: Edge[] = []
  const add = (specifier: string, names: readonly string[], typeOnly: boolean) =>
    edges.push({ from: file, to: resolve(file, specifier), names, typeOnly })
  for (const one of module.staticImports) {
    const { entries } = one
    const names = entries.map(entry => entry.importName.name ?? (entry.importName.kind === 'Default' ? 'default' : '*'))
    add(one.moduleRequest.value, names, entries.length > 0 && entries.every(entry => entry.isType))
  }
  const exported = module.staticExports.flatMap(one => one.entries)
  for (const entry of exported)
    if (entry.moduleRequest) add(entry.moduleRequest.value, [entry.importName.name ?? '*'], entry.isType)
  for (const { moduleRequest } of module.dynamicImports) {
    const specifier = /^['"`]([^'"`$]+)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1]
    if (specifier) add(specifier, ['*'], false)
  }
  return {
    file,
    lines: text.split('\n').length - 1,
    client: /^\s*(?:\/\/.*\n|\/\*[\s\S]*?\*\/|\s)*['"]use client['"]/.test(text),
    exports: exported
      .map(entry => entry.exportName.name ?? (entry.exportName.kind === 'Default' ? 'default' : '*'))
      .filter(name => text.split(new RegExp(`\\b${name.replace('*', '\\*')}\\b`)).length <= 2),
    edges,
    code: withoutComments(text, comments),
  }
}

function withoutComments(text: string, comments: readonly { start: number; end: number }[]): string {
  let code = ''
  let from = 0
  for (const { start, end } of comments) {
    code += text.slice(from, start)
    from = end
  }
  return code + text.slice(from)
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier
}
