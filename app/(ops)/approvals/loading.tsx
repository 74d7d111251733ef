import { Skeleton } from '#components/kit/blocks.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'

export default function Loading() {
  return (
    <PageFrame title="Approvals">
      <Skeleton rows={8} height={72} />
    </PageFrame>
  )
}
