/** Where a step can be seen: its span, its trace, or the traces of its run. */
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
