/** Start of the minute, seconds since the epoch. */
export const minuteOf = (us: number) => Math.floor(us / 60_000_000) * 60
