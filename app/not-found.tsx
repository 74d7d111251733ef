import Link from 'next/link'
import { Empty } from '#components/kit/blocks.tsx'

export default function NotFound() {
  return (
    <main>
      <Empty title="There is nothing at this address">
        <p>
          It may have been removed, or the link is cut. Go to <Link href="/approvals">approvals</Link> or{' '}
          <Link href="/traces">traces</Link>.
        </p>
      </Empty>
    </main>
  )
}
