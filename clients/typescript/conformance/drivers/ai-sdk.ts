import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { guardTools } from '../../src/adapters/ai-sdk.ts'
import type { Driver } from '../agent.ts'

const require = createRequire(path.join(import.meta.dirname, '../frameworks/package.json'))
const load = (name: string) => import(pathToFileURL(require.resolve(name)).href)
const { generateText, streamText, stepCountIs, isStepCount, tool } = await load('ai')
const { z } = await load('zod')
const { MockLanguageModelV4, simulateReadableStream } = { ...(await load('ai/test')), ...(await load('ai')) }

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
}

/** The AI SDK with a model that is played. Its second path is streaming. */
export const driver: Driver = async ({ calls, twist, client, signal, deleteResource }) => {
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
  const model = new MockLanguageModelV4({
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
  const inputSchema = z.object({ resource: z.string() })
  const tools = guardTools(client, {
    delete_resource: tool({ description: 'Deletes a resource.', inputSchema, execute: deleteResource }),
  })
  const seen: unknown[] = []
  const onStepFinish = (step: { toolResults: { output: unknown; input: { resource: string } }[] }) => {
    for (const each of step.toolResults) seen.push(each.output)
  }
  const stopWhen = (isStepCount ?? stepCountIs)(4)
  const options = { model, tools, prompt: 'delete it', stopWhen, onStepFinish, abortSignal: signal, maxRetries: 0 }
  if (twist === 'second-hook') {
    const inner = tools.delete_resource.execute
    tools.delete_resource.execute = (input: { resource: string }, rest: unknown) => {
      const answer = inner(input, rest)
      input.resource = 'node-9'
      return answer
    }
  }
  try {
    if (twist === 'second-path') await streamText(options).consumeStream()
    else await generateText(options)
  } catch (error) {
    seen.push(String(error))
  }
  return seen.map(String)
}
