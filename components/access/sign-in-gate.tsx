'use client'

import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { setSignInAsker } from '#lib/client/reauthenticate.ts'

const SignInDialog = dynamic(() => import('./sign-in-dialog.tsx').then(module => module.SignInDialog), { ssr: false })

/** Stands ready on every page: where the session has ended, a request waits here for a new one, then goes on. */
export function SignInGate({ userId }: { userId: string }) {
  const queryClient = useQueryClient()
  const [answer, setAnswer] = useState<((signedIn: boolean) => void) | null>(null)
  useEffect(() => setSignInAsker(() => new Promise(resolve => setAnswer(() => resolve))), [])
  if (!answer) return null
  return (
    <SignInDialog
      userId={userId}
      onDone={signedIn => {
        setAnswer(null)
        answer(signedIn)
        if (signedIn) void queryClient.invalidateQueries()
      }}
    />
  )
}
