import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'prompts.write': { description: 'write prompts', role: 'operator', scopes: ['ci', 'admin'] },
  'prompts.release': { description: 'move labels of prompts', role: 'lead', scopes: ['ci', 'admin'] },
  'prompts.manage': { description: 'change settings of prompts', role: 'lead', scopes: ['admin'] },
  'prompts.read': { description: 'read prompts', role: 'viewer', scopes: ['read', 'agent', 'ci', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type PromptsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends PromptsPermissions {}
}
