/**
 * What a person has typed and not sent yet. It is kept for this tab, so that it outlives another request that is opened,
 * a reload and a session that ends; whoever signs out takes it along.
 */

const prefix = 'holdpoint.draft.'

/** Null where nothing is kept, or the browser keeps nothing. */
export function keptDraft<V>(name: string): V | null {
  try {
    const text = sessionStorage.getItem(prefix + name)
    return text === null ? null : (JSON.parse(text) as V)
  } catch {
    return null
  }
}

/** Null: nothing is left to keep. */
export function keepDraft(name: string, value: object | null): void {
  try {
    if (value === null) sessionStorage.removeItem(prefix + name)
    else sessionStorage.setItem(prefix + name, JSON.stringify(value))
  } catch {
    // A browser that keeps nothing, or has no room: the field itself still has it.
  }
}

export function dropDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name)
  } catch {
    // Then there are none.
  }
}
