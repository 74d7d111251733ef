import { NativeSelect } from '@mantine/core'
import { type Role, roles } from '#lib/shared/permissions.ts'

const may: Record<Role, string> = {
  viewer: 'Reads everything but secrets.',
  operator: 'Reads, decides approvals and works incidents.',
  lead: 'What an operator may; also policies, budgets and releases.',
  admin: 'Everything: also keys, members and retention.',
}

/** A role, with what it lets its holder do. */
export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <NativeSelect
      label="Role"
      description={may[value]}
      data={[...roles]}
      value={value}
      onChange={event => onChange(event.currentTarget.value as Role)}
    />
  )
}
