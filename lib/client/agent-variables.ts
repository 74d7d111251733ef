/** Where a key goes, until there is one. */
export const keyPlaceholder = 'hp_…'

/**
 * The two environment variables that are all an OpenTelemetry client needs. A space in a header variable is written %20:
 * several SDKs split at a bare one.
 */
export const otelVariables = (origin: string, key: string): string =>
  `OTEL_EXPORTER_OTLP_ENDPOINT=${origin}/api/otlp\nOTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${key}`
