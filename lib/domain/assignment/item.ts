import type { Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { serveReleaseContract } from './contract.ts'
import type { AllocationRow } from './read-allocation.ts'

export const toItem = ({ projectId: _, updatedAt, ...row }: AllocationRow): Output<typeof serveReleaseContract> => ({
  ...row,
  updatedAt: toRfc3339(updatedAt),
})
