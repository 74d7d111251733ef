import { z } from 'zod'

export const approverRoles = ['operator', 'lead', 'admin'] as const

/** What an approval needs by the policies that hold it. */
export const requirement = z
  .strictObject({
    policies: z.array(z.string()).meta({ description: 'slug@revision of each' }),
    quorum: z.int(),
    groups: z.array(z.strictObject({ group: z.string(), count: z.int() })),
    role: z.enum(approverRoles).nullable(),
    noSelfApproval: z.boolean(),
    onExpiry: z.enum(['expire', 'reject']),
    expiresInSeconds: z.int().nullable(),
    escalateAfterSeconds: z.int().nullable(),
    escalateTo: z.array(z.string()),
    message: z.string().nullable(),
  })
  .meta({ id: 'ApprovalRequirement' })
export type Requirement = z.output<typeof requirement>
