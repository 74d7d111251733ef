import { toRfc3339 } from '#lib/shared/time.ts'
import type { ReleaseRow } from './find-release.ts'
import { type ReleaseItem, releaseItem } from './schemas.ts'

export function toItem(row: ReleaseRow): ReleaseItem {
  const { projectId: _, modelProvider, modelId, parameters, registeredAt, ...rest } = row
  return releaseItem.parse({
    ...rest,
    model: { provider: modelProvider, id: modelId, parameters },
    registeredAt: toRfc3339(registeredAt),
  })
}
