/** Where a key goes, until there is one. */
export const keyPlaceholder = 'hp_…'

/**
 * The two environment variables that an OpenTelemetry client needs, as shell commands: without `export` an agent that is
 * started from the same shell would not get them. A space in a header variable is written %20:
 * several SDKs split at a bare one.
 */
export const otelVariables = (origin: string, key: string): string =>
  `export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}/api/otlp\nexport OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${key}`
