import type { Member } from '#lib/domain/access/schemas.ts'

/**
 * Why this member may not be deactivated or lose the role: nobody else could manage access then. Null where somebody
 * could, or where not all members are listed; the server decides in any case.
 */
export function neededAdministrator(member: Member, all: readonly Member[], complete: boolean): string | null {
  const able = ({ role, status }: Member) => role === 'admin' && status === 'active'
  if (!complete || !able(member) || all.filter(able).length > 1) return null
  return 'The last administrator who can sign in. Make somebody else an administrator first.'
}
