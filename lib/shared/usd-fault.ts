const decimal = /^(0|[1-9]\d*)(\.(\d+))?$/

interface Limits {
  /** "a price": what the amount is. */
  what: string
  /** How one is written. */
  example: string
  places: number
  /** The number of places as a word. */
  placesWord: string
  most: number
  /** What is wrong with more than that. */
  tooMuch: string
}

/** What is wrong with an amount of US dollars as it was written; null where nothing is. */
export function usdFault(text: string, { what, example, places, placesWord, most, tooMuch }: Limits): string | null {
  if (/^-/.test(text)) return `${what} is not negative`
  const match = decimal.exec(text)
  if (!match) return `write it as a plain decimal, such as ${example}`
  if ((match[3] ?? '').length > places) return `at most ${placesWord} decimals`
  return Number(text) > most ? tooMuch : null
}
