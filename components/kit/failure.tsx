'use client'

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { askToSignIn } from '#lib/client/reauthenticate.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { Note } from './blocks.tsx'

interface Props {
  what: string
  error: unknown
  retry?: () => void
  /** Shown instead where the server says that there is no such thing: nothing failed then, and to try again is no help. */
  missing?: ReactNode
}

/** What failed, in the server's words, and the way on. */
export function Failure({ what, error, retry, missing }: Props) {
  const fields = isProblem(error) ? error.fields : null
  if (missing && fields?.status === 404) return missing
  const detail = fields ? (fields.detail ?? fields.title) : 'Something went wrong on this page.'
  return (
    <Note tone="critical">
      <p>
        <strong>{what}</strong> {detail}
      </p>
      {fields?.status === 401 ? (
        <Button variant="default" size="compact-sm" mt={8} onClick={() => void askToSignIn()}>
          Sign in again
        </Button>
      ) : null}
      {retry && fields?.status !== 401 ? (
        <Button variant="default" size="compact-sm" mt={8} onClick={retry}>
          Try again
        </Button>
      ) : null}
    </Note>
  )
}
