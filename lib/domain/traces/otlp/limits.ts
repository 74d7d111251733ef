/** What one request may hold. Beyond a limit an item is rejected or cut with a mark; the request's rest is kept. */
export const limits = {
  spansPerRequest: 20_000,
  attributesPerSpan: 1_024,
  /** Of all spans of a request; those after it are rejected unread. Real clients stay under a tenth of it. */
  attributesPerRequest: 2_000_000,
  /** Objects and lists in a JSON request: each takes many times the bytes it came in. */
  jsonValues: 8_000_000,
  eventsPerSpan: 1_024,
  linksPerSpan: 1_024,
  /** Characters of one text; longer ones are cut and marked. */
  textLength: 1_048_576,
  /** Depth of lists and maps inside an attribute. */
  nesting: 16,
  itemsPerValue: 20_000,
  /** A span that starts later than this is from a wrong clock. */
  futureNanos: 24n * 3600n * 1_000_000_000n,
} as const
