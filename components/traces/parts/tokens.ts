/** Input and output together; unknown only when both are. */
export function totalTokens(item: { inputTokens: number | null; outputTokens: number | null }): number | null {
  return item.inputTokens === null && item.outputTokens === null
    ? null
    : (item.inputTokens ?? 0) + (item.outputTokens ?? 0)
}
