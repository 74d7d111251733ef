import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import css from '#components/access/auth.module.css'
import { AuthFrame } from '#components/access/auth-frame.tsx'
import { SetupForm } from '#components/access/setup-form.tsx'
import { isInstanceSetUp } from '#lib/domain/access/page-session.ts'

export const metadata: Metadata = { title: 'Set up', referrer: 'same-origin' }

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  if (await isInstanceSetUp()) redirect('/sign-in')
  const { token } = await searchParams
  if (typeof token === 'string' && token) {
    return (
      <AuthFrame title="Set up Holdpoint" lead="You become the first administrator of this instance.">
        <SetupForm token={token} />
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title="Not set up yet" lead="Only whoever started the server can create the first administrator.">
      <div className={css.hint}>
        <p>Open the link that the server printed when it started:</p>
        <code className={css.code}>http://…/setup?token=…</code>
        <p>Lost it? Start the server again; it prints a new one.</p>
      </div>
    </AuthFrame>
  )
}
