import { guardTools } from '../../src/adapters/ai-sdk.ts'
import type { Driver } from '../agent.ts'
import { load, playedModel } from '../played-model.ts'

const { generateText, streamText, isStepCount, tool } = await load('ai')
const { z } = await load('zod')

/** The AI SDK with a model that is played. Its second path is streaming. */
export const driver: Driver = async ({ calls, twist, client, signal, deleteResource }) => {
  const model = await playedModel(calls)
  const inputSchema = z.object({ resource: z.string() })
  const tools = guardTools(client, {
    delete_resource: tool({ description: 'Deletes a resource.', inputSchema, execute: deleteResource }),
  })
  const seen: unknown[] = []
  const onStepFinish = (step: { toolResults: { output: unknown; input: { resource: string } }[] }) => {
    for (const each of step.toolResults) seen.push(each.output)
  }
  const stopWhen = isStepCount(4)
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
