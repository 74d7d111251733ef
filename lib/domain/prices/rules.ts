/** The part of a price entry that decides when it applies. */
export interface DatedPrice {
  revision: number
  /** Milliseconds since the epoch. */
  validFrom: number
  ends: boolean
}

/** The entry that prices a call that began at `at`: the newest entry that was valid by then. */
export function holding<T extends DatedPrice>(versions: readonly T[], at: number): T | null {
  let last: T | null = null
  for (const version of versions) {
    if (version.validFrom <= at && (last === null || version.revision > last.revision)) last = version
  }
  return last === null || last.ends ? null : last
}
