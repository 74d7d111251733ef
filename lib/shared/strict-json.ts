interface JsonFault {
  /** Names and positions from the top, joined by dots. */
  path: string
  message: string
}

interface Level {
  /** Names seen so far; null in a list. */
  names: Set<string> | null
  /** The name or position being read. */
  at: string
  expectsName: boolean
}

/**
 * What valid JSON text says in two ways, or cannot be kept as it is: duplicate names, `__proto__`, NUL and half surrogate
 * pairs. Null when there is nothing. Expects text that JSON.parse accepts; linear in its length.
 */
export function findFault(text: string): JsonFault | null {
  const levels: Level[] = []
  for (let i = 0; i < text.length; i++) {
    const level = levels.at(-1)
    const char = text[i]
    if (char === '"') {
      const end = endOfString(text, i)
      const value = JSON.parse(text.slice(i, end + 1)) as string
      const message = level?.names && level.expectsName ? enterName(level, value) : faultOfText(value)
      if (message) return { path: levels.map(({ at }) => at.toWellFormed()).join('.'), message }
      i = end
    } else if (char === '{') levels.push({ names: new Set(), at: '', expectsName: true })
    else if (char === '[') levels.push({ names: null, at: '0', expectsName: false })
    else if (char === '}' || char === ']') levels.pop()
    else if (char === ',' && level) {
      if (level.names) level.expectsName = true
      else level.at = String(Number(level.at) + 1)
    }
  }
  return null
}

/** Whether valid JSON text nests deeper than `levels`: what walks values by recursion must not meet it. Linear, no recursion. */
export function nestedDeeperThan(text: string, levels: number): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '"') i = endOfString(text, i)
    else if (char === '{' || char === '[') {
      depth += 1
      if (depth > levels) return true
    } else if (char === '}' || char === ']') depth -= 1
  }
  return false
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i
}

function enterName(level: Level, name: string): string | null {
  const twice = level.names?.has(name)
  level.names?.add(name)
  level.at = name
  level.expectsName = false
  if (twice) return 'This name appears twice; only one can be meant.'
  return name === '__proto__' ? 'This name is not allowed.' : faultOfText(name)
}

function faultOfText(text: string): string | null {
  if (text.includes('\0')) return 'The text contains a NUL character, which cannot be stored.'
  return text.isWellFormed() ? null : 'The text contains half of a surrogate pair.'
}

/** The same value with NUL made visible and half pairs replaced: for reports that must be accepted whatever their text is. */
export function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\u2400')
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleaned(key), cleaned(item)]))
}
