/** Server half of the domain. */
export { answerClaudeCode, denyClaudeCode } from './claude-code-hook.ts'
export { serveMcp } from './mcp/serve-mcp.ts'
