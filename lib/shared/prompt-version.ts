/** A version of a prompt in one word, where a release would have its slug: `triage/diagnose@3`. */
export const promptVersionName = (prompt: string, version: number): string => `${prompt}@${version}`

/** The number in it. */
export const versionIn = (name: string): number => Number(name.slice(name.lastIndexOf('@') + 1))
