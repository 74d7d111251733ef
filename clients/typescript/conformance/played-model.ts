import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(path.join(import.meta.dirname, 'frameworks/package.json'))
/** A package of the frameworks that are played. */
export const load = (name: string) => import(pathToFileURL(require.resolve(name)).href)

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
}

/** A model of the AI SDK that calls the tool with these arguments, one after another, and then says that it is done. */
export async function playedModel(calls: readonly object[]): Promise<unknown> {
  const { MockLanguageModelV4, simulateReadableStream } = { ...(await load('ai/test')), ...(await load('ai')) }
  let asked = 0
  const next = () => {
    const call = calls[asked++]
    return call === undefined
      ? [{ type: 'text', text: 'done' }]
      : [{ type: 'tool-call', toolCallId: `call_${asked}`, toolName: 'delete_resource', input: JSON.stringify(call) }]
  }
  const reason = (parts: { type: string }[]) => ({
    unified: parts[0]?.type === 'text' ? 'stop' : 'tool-calls',
    raw: undefined,
  })
  return new MockLanguageModelV4({
    doGenerate: async () => {
      const content = next()
      return { content, finishReason: reason(content), usage, warnings: [] }
    },
    doStream: async () => {
      const content = next()
      const text = content[0]?.type === 'text'
      const parts = text
        ? [
            { type: 'text-start', id: '1' },
            { type: 'text-delta', id: '1', delta: 'done' },
            { type: 'text-end', id: '1' },
          ]
        : content
      const chunks = [
        { type: 'stream-start', warnings: [] },
        ...parts,
        { type: 'finish', finishReason: reason(content), usage },
      ]
      return { stream: simulateReadableStream({ chunks }) }
    },
  })
}
