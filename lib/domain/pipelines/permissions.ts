import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'pipelines.read': { description: 'read pipelines', role: 'viewer', scopes: ['read', 'ci', 'admin'] },
  'pipelines.report': { description: 'run pipelines', role: 'operator', scopes: ['ci', 'admin'] },
  'pipelines.manage': { description: 'configure pipelines', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type PipelinesPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends PipelinesPermissions {}
}
