/** Runs one snippet of docs/frameworks.md, from the file that is named, and prints what the tool has deleted. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { playedModel } from './played-model.ts'

const [file = '', label = ''] = process.argv.slice(2)
const deleted: string[] = []
const cloud = {
  delete(resource: string) {
    deleted.push(resource)
    return `deleted ${resource}`
  },
}
const model = label === 'Vercel AI SDK' ? await playedModel([{ resource: 'node-3' }]) : null
Object.assign(globalThis, { cloud, model })
await import(pathToFileURL(path.resolve(file)).href)
if (label.startsWith('Traces')) {
  const { trace } = await import('@opentelemetry/api')
  trace.getTracer('snippet').startSpan('hello from typescript').end()
  const provider = trace.getTracerProvider() as unknown as { getDelegate(): { forceFlush(): Promise<void> } }
  await provider.getDelegate().forceFlush()
}
process.stdout.write(`@@${JSON.stringify({ deleted })}\n`)
