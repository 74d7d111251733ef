/** Who may do what: rules that the server's check reads, and the button that explains why it is disabled. */
export const roles = ['viewer', 'operator', 'lead', 'admin'] as const
export type Role = (typeof roles)[number]

export const scopes = ['ingest', 'agent', 'ci', 'read', 'admin'] as const
export type Scope = (typeof scopes)[number]

export interface PermissionRule {
  /** Plain words, completing "you may …". */
  description: string
  /** The least role of a person; null: no person through this door. */
  role: Role | null
  /** Scopes of keys that may; empty: people only. */
  scopes: readonly Scope[]
}

/** Permissions that belong to no domain. */
export const commonPermissions = {
  'instance.public': { description: 'use what needs no sign-in', role: 'viewer', scopes },
  'process.read': { description: "read the process's own figures", role: 'viewer', scopes: ['read', 'admin'] },
  'project.read': { description: 'read everything but secrets', role: 'viewer', scopes: ['read', 'admin'] },
  'stream.read': { description: 'follow what changes', role: 'viewer', scopes: ['read', 'agent', 'admin'] },
} as const satisfies Record<string, PermissionRule>

type CommonPermissions = typeof commonPermissions

/**
 * Every permission there is. A domain adds its own by declaration merging, in its permissions.ts: this folder imports
 * nothing, and contracts still accept no other name.
 */
export interface PermissionTable extends CommonPermissions {}

export type Permission = keyof PermissionTable

const roleAtLeast = (role: Role, least: Role) => roles.indexOf(role) >= roles.indexOf(least)

/** Why a person with this role may not, in one sentence, or null when they may. */
export function denialByRole(rule: PermissionRule, role: Role): string | null {
  if (rule.role === null) return `Only an API key may ${rule.description}.`
  return roleAtLeast(role, rule.role) ? null : `Needs the role ${rule.role} to ${rule.description}; yours is ${role}.`
}

/** Why a key with these scopes may not, in one sentence, or null when it may. */
export function denialByScopes(rule: PermissionRule, own: readonly Scope[]): string | null {
  if (rule.scopes.length === 0) return `No API key may ${rule.description}; a signed-in person must.`
  return rule.scopes.some(scope => own.includes(scope))
    ? null
    : `Needs a key with the scope ${rule.scopes.join(' or ')} to ${rule.description}.`
}
