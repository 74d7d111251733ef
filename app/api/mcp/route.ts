import { serveMcp } from '#lib/domain/gate/index.ts'
import { mcpHandler } from '#lib/http/mcp-handler.ts'

export const POST = mcpHandler(
  {
    id: 'gate.mcp',
    summary: 'MCP over streamable HTTP, for clients of 2026-07-28 and of 2025',
    description:
      'Tools: permission_prompt for Claude Code; request_approval, await_approval, claim_approval, report_outcome; ask_permit, report_permit, end_run; and tools that read. Their inputs are those of the endpoints of the same name. `?agent=`, `?environment=`, `?release=`, `?run=` and `?wait=` say what permission_prompt is not told.',
    permission: 'gate.connect',
    consumes: ['application/json'],
    produces: 'text/event-stream',
  },
  serveMcp,
)
