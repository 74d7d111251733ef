/**
 * Letters of other scripts that read as Latin ones, from the Unicode confusables (UTS 39): Cyrillic, Greek, Armenian,
 * Cherokee. Whoever approves "delеte" must see that its third e is not one.
 */
const lookalike = /[аеорсухіјѕԁԛԝһӏѵАВЕЅІЈКМНОРСТХҮԌԜοανρυϲιΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹօսցոհԼՍՏᎪᏴᏟᎬᏀᎻᎫᏦᏞᎷᏢᏚᎢᏙᏃꓐꓓꓖꓝꓡꓢꓣꓥꓨ]/u
const other = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}]/u
const latin = /\p{Script=Latin}/u
const word = /[\p{L}\p{M}\p{N}]+/gu
const scripts = ['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Lisu'] as const

export const scriptOf = (letter: string) =>
  scripts.find(script => new RegExp(`\\p{Script=${script}}`, 'u').test(letter))?.toUpperCase() ?? 'OTHER SCRIPT'

/**
 * Positions (UTF-16) of letters that pretend: of another script inside a word with Latin letters; and in words made of
 * nothing but lookalikes, where the text is Latin otherwise. Text in another script, among it the names of people, is left alone.
 */
export function findLookalikes(text: string): Set<number> {
  const found = new Set<number>()
  if (!other.test(text) || !latin.test(text)) return found
  const words = [...text.matchAll(word)]
  const isOther = (letter: string) => other.test(letter)
  const honest = words.some(([each]) => !latin.test(each) && [...each].some(l => isOther(l) && !lookalike.test(l)))
  for (const match of words) {
    const [each] = match
    if (!other.test(each)) continue
    const mixed = latin.test(each)
    if (!mixed && honest) continue
    let at = match.index
    for (const letter of each) {
      if (isOther(letter) && lookalike.test(letter)) found.add(at)
      at += letter.length
    }
  }
  return found
}
