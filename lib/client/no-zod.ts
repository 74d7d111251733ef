/**
 * What `zod` is in the browser (next.config.ts): a contract is read there for its id, method and path, and its schemas
 * parse on the server alone, so that their 40 kB need not travel. Declaring a schema does nothing; parsing with one
 * is a mistake, which throws.
 */
const parsing = new Set<PropertyKey>(['parse', 'safeParse', 'parseAsync', 'safeParseAsync'])

const inert: object = new Proxy(() => {}, {
  get: (_, name) => {
    if (parsing.has(name)) throw new Error(`zod is not in the browser: ${String(name)} runs on the server`)
    // Spread and awaited like any plain value.
    return name === 'then' || typeof name === 'symbol' ? undefined : inert
  },
  apply: () => inert,
})

export { inert as z }
