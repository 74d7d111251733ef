import { Skeleton } from '#components/kit/blocks.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'

export default function Loading() {
  return (
    <PageFrame title="Settings">
      <Skeleton rows={5} />
    </PageFrame>
  )
}
