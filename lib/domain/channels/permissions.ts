import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'channels.manage': { description: 'configure and test channels', role: 'lead', scopes: ['admin'] },
} as const satisfies Record<string, PermissionRule>

type ChannelsPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends ChannelsPermissions {}
}
