import { answerClaudeCode, denyClaudeCode } from '#lib/domain/gate/index.ts'
import { hookHandler } from '#lib/http/hook-handler.ts'

export const POST = hookHandler(
  {
    id: 'gate.claudeCode',
    summary: 'A hook of Claude Code: PreToolUse and PermissionRequest decide, PostToolUse reports',
    description:
      'Takes what Claude Code sends its HTTP hooks. `?agent=`, `?environment=` (left out: production), `?release=` and `?wait=` (seconds) say what it does not. A fault is answered 200 with a denial, since Claude Code runs the tool on any other status unless the hook has onFailure "block".',
    permission: 'approvals.request',
    consumes: ['application/json'],
    produces: 'application/json',
  },
  answerClaudeCode,
  denyClaudeCode,
)
