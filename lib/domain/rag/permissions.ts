import type { PermissionRule } from '#lib/shared/permissions.ts'

export const permissions = {
  'rag.manage': { description: 'register RAG pipelines', role: 'lead', scopes: ['ci', 'admin'] },
  'rag.check': { description: 'check RAG pipelines', role: 'operator', scopes: ['ci', 'admin'] },
  'rag.read': { description: 'read RAG checks', role: 'viewer', scopes: ['read', 'ci', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type RagPermissions = typeof permissions
declare module '#lib/shared/permissions.ts' {
  interface PermissionTable extends RagPermissions {}
}
