import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthFrame } from '#components/access/auth-frame.tsx'
import { SignInForm } from '#components/access/sign-in-form.tsx'
import { currentUser, isInstanceSetUp } from '#lib/domain/access/page-session.ts'
import { safeReturnPath } from '#lib/domain/access/rules.ts'

export const metadata: Metadata = { title: 'Sign in' }

type Search = Promise<Record<'callbackUrl' | 'error', string | string[] | undefined>>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { callbackUrl, error } = await searchParams
  const returnTo = safeReturnPath(typeof callbackUrl === 'string' ? callbackUrl : null)
  if (await currentUser()) redirect(returnTo)
  if (!(await isInstanceSetUp())) redirect('/setup')
  return (
    <AuthFrame title="Sign in" lead="Watch your agents, and decide what they may do.">
      <SignInForm returnTo={returnTo} error={typeof error === 'string' ? error : null} />
    </AuthFrame>
  )
}
