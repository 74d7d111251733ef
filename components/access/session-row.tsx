'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Failure } from '#components/kit/failure.tsx'
import { When } from '#components/kit/when.tsx'
import { call } from '#lib/client/api.ts'
import { revokeSessionContract } from '#lib/domain/access/contract.ts'
import type { Session } from '#lib/domain/access/schemas.ts'
import styles from './account.module.css'
import { useRefreshAccess } from './refresh.ts'
import { browserName } from './view.ts'

/** One signed-in browser. This one ends by signing out. */
export function SessionRow({ session }: { session: Session }) {
  const refresh = useRefreshAccess()
  const end = useMutation({
    mutationFn: () => call(revokeSessionContract, { params: { id: session.id } }),
    onSuccess: refresh,
  })
  const name = browserName(session.userAgent)
  return (
    <li className={styles.session}>
      <div>
        <p title={session.userAgent ?? undefined}>
          {name}
          {session.current ? <strong> · this browser</strong> : null}
        </p>
        <small>
          {session.address ?? 'address unknown'} · signed in <When at={session.createdAt} form="absolute" /> · last seen{' '}
          <When at={session.lastSeenAt} />
        </small>
      </div>
      {session.current ? null : (
        <Button
          size="compact-sm"
          variant="default"
          loading={end.isPending}
          aria-label={`Sign out ${name} at ${session.address ?? 'an unknown address'}`}
          onClick={() => end.mutate()}
        >
          Sign out
        </Button>
      )}
      {end.error ? <Failure what="It was not signed out." error={end.error} /> : null}
    </li>
  )
}
