import fc from 'fast-check'

/** All items twice, in any order, in up to `most` requests. */
export function anyRequests<T>(items: readonly T[], most = 12): fc.Arbitrary<T[][]> {
  const doubled = [...items, ...items]
  return fc
    .tuple(
      fc.shuffledSubarray(doubled, { minLength: doubled.length, maxLength: doubled.length }),
      fc.integer({ min: 1, max: most }),
    )
    .map(([order, parts]) => Array.from({ length: parts }, (_, part) => order.filter((_, i) => i % parts === part)))
}
