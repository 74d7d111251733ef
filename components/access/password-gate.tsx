'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { setPasswordAsker } from '#lib/client/reauthenticate.ts'

const PasswordDialog = dynamic(() => import('./password-dialog.tsx').then(module => module.PasswordDialog), {
  ssr: false,
})

/** Stands ready on every page: a request that needs a fresh proof of the password waits here, then goes on. */
export function PasswordGate() {
  const [answer, setAnswer] = useState<((proved: boolean) => void) | null>(null)
  useEffect(() => setPasswordAsker(() => new Promise(resolve => setAnswer(() => resolve))), [])
  if (!answer) return null
  return (
    <PasswordDialog
      onDone={proved => {
        setAnswer(null)
        answer(proved)
      }}
    />
  )
}
