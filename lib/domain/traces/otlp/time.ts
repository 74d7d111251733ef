/** What clients send for nanoseconds, by the least number that is one: each means a day of 1973, before which no agent ran. */
const units: readonly [least: bigint, micros: (time: bigint) => bigint][] = [
  [10n ** 17n, nanos => nanos / 1000n],
  [10n ** 14n, micros => micros],
  [10n ** 11n, millis => millis * 1000n],
  [10n ** 8n, seconds => seconds * 1_000_000n],
]

/** A time of OTLP in microseconds, rounded down, whichever unit the client took for nanoseconds. */
export function microsIn(time: bigint): bigint {
  return units.find(([least]) => time >= least)?.[1](time) ?? time / 1000n
}
