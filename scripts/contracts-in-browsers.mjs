import { parseSync, Visitor } from 'oxc-parser'

/** What a browser reads of a contract; the rest is for the server, which checks by it and writes the OpenAPI document. */
const read = {
  defineContract: new Set(['id', 'method', 'path', 'permission', 'files']),
  configContracts: new Set(['name', 'plural', 'read', 'write']),
}

/**
 * A loader for what browsers get of contracts and schemas (next.config.ts). Leaves of a contract what a browser reads,
 * takes out `.meta(…)` of schemas, and imports that nothing needs any more.
 * @param {string} source TypeScript
 */
// biome-ignore lint/style/noDefaultExport: what loads a loader takes its default export
export default function contractsInBrowsers(source) {
  const { program, errors } = parseSync('contract.ts', source)
  if (errors.length > 0) return source
  /** @type {[from: number, to: number][]} */
  const cuts = []
  /** @type {{ name: string, start: number }[]} */
  const names = []
  new Visitor({
    Identifier({ name, start }) {
      names.push({ name, start })
    },
    CallExpression({ callee, arguments: [first], end }) {
      if (callee.type === 'MemberExpression' && !callee.computed && callee.property.name === 'meta') {
        cuts.push([callee.object.end, end])
      }
      const kept = callee.type === 'Identifier' && Object.hasOwn(read, callee.name) ? read[callee.name] : null
      if (kept === null || first?.type !== 'ObjectExpression') return
      first.properties.forEach((property, at) => {
        if (property.type !== 'Property' || kept.has(property.key.name)) return
        // With the comma after it, or up to the end of the object.
        cuts.push([property.start, first.properties[at + 1]?.start ?? first.end - 1])
      })
    },
  }).visit(program)
  return without(source, [...cuts, ...unusedImports(program, names, cuts)])
}

/** Imports of which no name is left: the module would come along for nothing. */
function unusedImports(program, names, cuts) {
  const imports = program.body.filter(({ type }) => type === 'ImportDeclaration')
  const inside = (start, stretches) => stretches.some(([from, to]) => start >= from && start < to)
  const own = imports.map(({ start, end }) => [start, end])
  const used = new Set(names.flatMap(({ name, start }) => (inside(start, [...cuts, ...own]) ? [] : [name])))
  return imports
    .filter(({ specifiers }) => specifiers.length > 0 && specifiers.every(({ local }) => !used.has(local.name)))
    .map(({ start, end }) => [start, end])
}

/** The source without these stretches; one may lie in another. */
function without(source, cuts) {
  let [left, done] = ['', 0]
  for (const [from, to] of cuts.sort(([a], [b]) => a - b)) {
    if (to <= done) continue
    if (from > done) left += source.slice(done, from)
    done = Math.max(done, to)
  }
  return left + source.slice(done)
}
