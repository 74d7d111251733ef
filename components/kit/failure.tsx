'use client'

import { Button } from '@mantine/core'
import { isProblem } from '#lib/shared/problem.ts'
import { Note } from './blocks.tsx'

/** What failed, in the server's words, and the way on. */
export function Failure({ what, error, retry }: { what: string; error: unknown; retry?: () => void }) {
  const fields = isProblem(error) ? error.fields : null
  const detail = fields ? (fields.detail ?? fields.title) : 'The page met an error of its own.'
  return (
    <Note tone="critical">
      <p>
        <strong>{what}</strong> {detail}
      </p>
      {fields?.status === 401 ? (
        <p>
          <a href="/sign-in">Sign in again</a>
        </p>
      ) : null}
      {retry && fields?.status !== 401 ? (
        <Button variant="default" size="compact-sm" mt={8} onClick={retry}>
          Try again
        </Button>
      ) : null}
    </Note>
  )
}
