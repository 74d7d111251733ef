/** Where a step is seen: its span, its trace, or what traces there are of its run. */
export function stepHref({
  traceId,
  spanId,
  runId,
}: {
  traceId: string | null
  spanId: string | null
  runId: string | null
}): string {
  if (traceId !== null) return `/traces/${traceId}${spanId === null ? '' : `?span=${spanId}`}`
  return `/traces?text=${encodeURIComponent(runId ?? '')}&range=30d`
}
