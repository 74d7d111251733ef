import type { SpanItem } from '#lib/domain/traces/schemas.ts'

/** What a person calls the span: the tool or model where there is one. */
export const spanTitle = (span: Pick<SpanItem, 'kind' | 'tool' | 'model' | 'name'>): string =>
  (span.kind === 'tool' ? span.tool : span.kind === 'llm' || span.kind === 'embedding' ? span.model : null) ?? span.name

export interface Failure {
  title: string | null
  text: string | null
}

/** Why a span failed, as its client says it: the status message, else the exception it recorded. */
export function failureOf(span: Pick<SpanItem, 'status' | 'statusMessage' | 'events'>): Failure | null {
  if (span.status !== 'error') return null
  const exception = span.events.findLast(event => event.name === 'exception')?.attributes
  const text = (name: string) => {
    const value = exception?.[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return { title: text('exception.type'), text: span.statusMessage ?? text('exception.message') }
}
