import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { decodeLogs } from '#lib/domain/traces/otlp/decode-logs.ts'
import { decodeTraces } from '#lib/domain/traces/otlp/decode-traces.ts'
import { decodeTracesJson } from '#lib/domain/traces/otlp/json.ts'
import type { OtlpLogRecord, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

const folder = path.resolve(import.meta.dirname, '../../../../e2e/fixtures/otlp')

/** A request as a real client sent it. */
export interface RecordedRequest {
  method: string
  /** Path with query, e.g. /v1/traces. */
  path: string
  headers: Record<string, string>
  body: Buffer
}

/** Names of the recorded clients. */
export function allRecordings(): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
}

/** A client's requests in the order they were sent. */
export function loadRecording(name: string): { requests: RecordedRequest[] } {
  const dir = path.join(folder, name)
  const files = readdirSync(dir)
  const requests = files
    .filter(file => file.endsWith('.headers.json'))
    .sort()
    .map(file => {
      const stem = file.slice(0, -'.headers.json'.length)
      const meta = JSON.parse(readFileSync(path.join(dir, file), 'utf8'))
      const bodyFile = files.find(other => other !== file && other.startsWith(`${stem}.`))
      return {
        method: meta.method ?? 'POST',
        path: meta.url ?? meta.path,
        headers: meta.headers,
        body: bodyFile ? readFileSync(path.join(dir, bodyFile)) : Buffer.alloc(0),
      }
    })
  return { requests }
}

/** Everything a client sent over OTLP, decoded. */
export function decodeRecording(name: string): { spans: OtlpSpan[]; records: OtlpLogRecord[] } {
  const spans: OtlpSpan[] = []
  const records: OtlpLogRecord[] = []
  for (const request of loadRecording(name).requests) {
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(request.body) : request.body
    const json = (request.headers['content-type'] ?? '').includes('json')
    if (request.path.endsWith('/v1/traces')) spans.push(...(json ? decodeTracesJson(body) : decodeTraces(body)).spans)
    if (request.path.endsWith('/v1/logs')) records.push(...decodeLogs(body).records)
  }
  return { spans, records }
}
