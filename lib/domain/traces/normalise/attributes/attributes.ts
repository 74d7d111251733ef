import type { Attributes, OtlpResource, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { jsonSafe, type Meter, put } from './json-safe.ts'

/** All attributes of one span together, in characters of JSON. */
export const attributesLimit = 256 * 1024

interface Sized {
  record: Record<string, unknown>
  size: number
}

/** A decoder shares one resource among all spans of its group, and so does the copy. */
const resources = new WeakMap<OtlpResource, Sized>()

/** Every attribute of a span as received, JSON-safe and limited; the resource's and the scope's under their prefix. */
export function attributesOf(span: OtlpSpan): Record<string, unknown> {
  const resource = resourceOf(span.resource)
  const meter: Meter = { size: resource.size }
  const own = copyOf(span.attributes, '', meter)
  copyInto(own, span.scope.attributes, 'scope.', meter)
  const all = Object.assign(own, resource.record)
  return meter.size <= attributesLimit ? all : shrink(all, attributesLimit)
}

function resourceOf(resource: OtlpResource): Sized {
  const found = resources.get(resource)
  if (found) return found
  const meter: Meter = { size: 0 }
  const record = copyOf(resource.attributes, 'resource.', meter)
  const sized = { record, size: meter.size }
  resources.set(resource, sized)
  return sized
}

/** JSON-safe copy of attributes with their keys under `prefix`. */
export function copyOf(attributes: Attributes, prefix: string, meter: Meter): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  copyInto(copy, attributes, prefix, meter)
  return copy
}

function copyInto(target: Record<string, unknown>, attributes: Attributes, prefix: string, meter: Meter): void {
  for (const key of Object.keys(attributes)) {
    put(target, prefix === '' ? key : prefix + key, jsonSafe(attributes[key], key, meter), meter)
  }
}

/**
 * Takes the largest values out until the rest fits, so that a small attribute (a token count is sent last) never goes for a large one's sake.
 * What went is marked with its size; when the keys alone are too many, `$omittedKeys` counts those left out.
 */
export function shrink(attributes: Record<string, unknown>, limit: number): Record<string, unknown> {
  const sized = Object.entries(attributes).map(([key, value]) => ({ key, value, size: weigh(value) }))
  let total = sized.reduce((sum, entry) => sum + entry.size + entry.key.length + 6, 2)
  const bySize = [...sized].sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1))
  for (const entry of bySize) {
    if (total <= limit || entry.size <= 24) break
    total -= entry.size - 24
    entry.value = { $omitted: entry.size }
    entry.size = 24
  }
  const kept: Record<string, unknown> = {}
  const meter: Meter = { size: 2 }
  let omitted = 0
  for (const entry of sized) {
    if (total > limit && meter.size + entry.size + entry.key.length + 6 > limit - 64) omitted += 1
    else {
      meter.size += entry.size + 2
      put(kept, entry.key, entry.value, meter)
    }
  }
  if (omitted > 0) kept.$omittedKeys = omitted
  return kept
}

function weigh(value: unknown): number {
  return JSON.stringify(value)?.length ?? 4
}
