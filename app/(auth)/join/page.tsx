import type { Metadata } from 'next'
import Link from 'next/link'
import css from '#components/access/auth.module.css'
import { AuthFrame } from '#components/access/auth-frame.tsx'
import { JoinForm } from '#components/access/join-form.tsx'
import { holderOfLink } from '#lib/domain/access/page-session.ts'

export const metadata: Metadata = { title: 'Choose a password', referrer: 'same-origin' }

export default async function JoinPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams
  const holder = typeof token === 'string' && token ? await holderOfLink(token) : null
  if (holder && typeof token === 'string') {
    return (
      <AuthFrame title={`Welcome, ${holder.name}`} lead={`Choose a password for ${holder.email}.`}>
        <JoinForm token={token} email={holder.email} />
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title="This link does not work" lead="It was used before, replaced by a newer one, or is too old.">
      <div className={css.hint}>
        <p>Ask an administrator for a new one, under Settings, Members.</p>
        <p>
          <Link href="/sign-in">Sign in</Link> if you have a password already.
        </p>
      </div>
    </AuthFrame>
  )
}
