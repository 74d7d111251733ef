/**
 * What must exist once per process. Next and the agent-facing lane load two module graphs, so a module-level
 * variable would exist twice: pools, listeners and waiters hang on globalThis instead.
 */
const key = Symbol.for('holdpoint.registry')
type Store = Map<string, unknown>

function store(): Store {
  const holder = globalThis as unknown as Record<symbol, Store | undefined>
  const existing = holder[key]
  if (existing) return existing
  const created: Store = new Map()
  holder[key] = created
  return created
}

/** The process's one instance under this name, made on first use. */
export function once<T>(name: string, make: () => T): T {
  const instances = store()
  if (!instances.has(name)) instances.set(name, make())
  return instances.get(name) as T
}

/** Replaces an instance, e.g. when the server configures its database, or a test its own. */
export function setOnce<T>(name: string, value: T): void {
  store().set(name, value)
}

/** Whoever asks next makes everything anew: between two test files that share a process. */
export function forgetAll(): void {
  store().clear()
}

/** Whoever asks next makes it anew. */
export function forget(name: string): void {
  store().delete(name)
}
