import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthFrame } from '#components/access/auth-frame.tsx'
import { SetupForm } from '#components/access/setup-form.tsx'
import { isInstanceSetUp } from '#lib/domain/access/page-session.ts'

export const metadata: Metadata = { title: 'Set up', referrer: 'same-origin' }

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  if (await isInstanceSetUp()) redirect('/sign-in')
  const { token } = await searchParams
  return (
    <AuthFrame title="Set up Holdpoint" lead="You become the first administrator of this instance.">
      <SetupForm token={typeof token === 'string' && token ? token : null} />
    </AuthFrame>
  )
}
