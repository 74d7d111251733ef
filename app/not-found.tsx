import type { Metadata } from 'next'
import Link from 'next/link'
import css from '#components/access/auth.module.css'
import { AuthFrame } from '#components/access/auth-frame.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <AuthFrame title="There is nothing at this address" lead="It may have been removed, or the link is cut.">
      <div className={css.hint}>
        <p>
          Go to <Link href="/approvals">approvals</Link>, <Link href="/traces">traces</Link> or the{' '}
          <Link href="/docs/connect">documentation</Link>.
        </p>
      </div>
    </AuthFrame>
  )
}
