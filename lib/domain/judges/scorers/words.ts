/** Words in lower case, without punctuation around them. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** How many words are compared; of longer texts only the beginning. */
const most = 2_000

/**
 * ROUGE-L: the F-measure of the longest common sequence of words, in this order (Lin 2004). 1 for the same words, 0 if
 * no word is common or a text has none.
 */
export function rougeL(one: string, other: string): number {
  const [a, b] = [wordsOf(one).slice(0, most), wordsOf(other).slice(0, most)]
  if (a.length === 0 || b.length === 0) return 0
  let before = new Uint16Array(b.length + 1)
  for (const word of a) {
    const row = new Uint16Array(b.length + 1)
    for (const [at, its] of b.entries())
      row[at + 1] = its === word ? (before[at] ?? 0) + 1 : Math.max(before[at + 1] ?? 0, row[at] ?? 0)
    before = row
  }
  return (2 * (before[b.length] ?? 0)) / (a.length + b.length)
}
