/** The verbs of the domain, for the server. */
export { answerClaudeCode, denyClaudeCode } from './claude-code-hook.ts'
export { serveMcp } from './mcp/serve-mcp.ts'
