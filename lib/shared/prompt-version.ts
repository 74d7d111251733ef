/** A version of a prompt in one word, where a release would have its slug: `triage/diagnose@3`. */
export const promptVersionName = (prompt: string, version: number): string => `${prompt}@${version}`

/** The same of what a span says, with or without a v; null where it names no version by its number. */
export function usedVersion(prompt: string | null, version: string | null): string | null {
  const number = version === null ? null : /^v?(\d{1,9})$/.exec(version)
  return prompt === null || number === null ? null : promptVersionName(prompt, Number(number[1]))
}

/** The prompt in it. */
export const promptIn = (name: string): string => name.slice(0, name.lastIndexOf('@'))

/** The number in it. */
export const versionIn = (name: string): number => Number(name.slice(name.lastIndexOf('@') + 1))
