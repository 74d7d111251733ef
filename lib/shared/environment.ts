/** Without accents, width, ligatures and invisible characters; letters of other scripts are kept. */
const plain = (name: string) => name.normalize('NFKD').replace(/[\p{M}\p{Cf}\p{Cc}\p{Z}]/gu, '')

/** `Delete-Resource`, `mcp__ops__deleteResource` and `delete.resource:v2` all contain `deleteresource`. */
export const squashed = (name: string): string =>
  plain(name)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** Whether letters are left that may only look like Latin ones (`dеlete`, `ᴅelete`): then no rule can tell the name. */
export const isUnreadable = (name: string): boolean => /[^\x21-\x7e]/.test(plain(name))

/** `prod` and `production` inside any word, but not in `product`, and not behind the words that turn them around. */
const production = /(?<!non|not|pre)prod(?!uct(?!ion))/
const otherNames = new Set(['prd', 'live'])
const negations = new Set(['non', 'not', 'pre'])

/**
 * Whether an environment is production, for the policy and for the chip on the page. `Prod`, `production-eu`, `euProd2`
 * and `live` are. So is a name that cannot be read: what is not known there needs approval.
 */
export function isProduction(environment: string): boolean {
  if (isUnreadable(environment) || production.test(squashed(environment))) return true
  const words =
    environment
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}\p{Cc}]/gu, '')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  return words.some((word, i) => otherNames.has(word) && !negations.has(words[i - 1] ?? ''))
}
