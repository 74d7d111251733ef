import { parseSync, Visitor } from 'oxc-parser'

/** Properties of a contract that only the OpenAPI document reads. */
const written = new Set(['summary', 'description', 'example'])

/**
 * A loader for what browsers get of contracts and schemas (next.config.ts): their descriptions are for the OpenAPI
 * document, which the server writes, and need not travel. Takes out `.meta(…)` of schemas and the words of contracts.
 * @param {string} source TypeScript
 */
// biome-ignore lint/style/noDefaultExport: what loads a loader takes its default export
export default function withoutDescriptions(source) {
  const { program, errors } = parseSync('contract.ts', source)
  if (errors.length > 0) return source
  /** @type {[from: number, to: number][]} */
  const cuts = []
  new Visitor({
    CallExpression({ callee, arguments: [first], end }) {
      if (callee.type === 'MemberExpression' && !callee.computed && callee.property.name === 'meta') {
        cuts.push([callee.object.end, end])
      }
      if (callee.type !== 'Identifier' || !/^(define|config)Contracts?$/.test(callee.name)) return
      if (first?.type !== 'ObjectExpression') return
      first.properties.forEach((property, at) => {
        if (property.type !== 'Property' || !written.has(property.key.name)) return
        // With the comma after it, or up to the end of the object.
        cuts.push([property.start, first.properties[at + 1]?.start ?? first.end - 1])
      })
    },
  }).visit(program)
  return without(source, cuts)
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
