import { type CallToolResult, type InputRequiredResult, isInputRequiredResult } from '@modelcontextprotocol/server'
import { isProblem } from '#lib/shared/problem.ts'

/** The answer of a tool: that of the endpoint as JSON, or its problem as an error that the model can read. */
export async function answer(work: () => Promise<unknown>): Promise<CallToolResult | InputRequiredResult> {
  try {
    const value = await work()
    if (isInputRequiredResult(value)) return value
    return { content: [{ type: 'text', text: JSON.stringify(value) }] }
  } catch (error) {
    if (!isProblem(error)) throw error
    const { type, title, detail, field, status } = error.fields
    return { isError: true, content: [{ type: 'text', text: JSON.stringify({ type, title, detail, field, status }) }] }
  }
}
