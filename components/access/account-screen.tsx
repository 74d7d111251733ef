'use client'

import { useMutation } from '@tanstack/react-query'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listSessionsContract, meContract, signOutEverywhereContract } from '#lib/domain/access/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './account.module.css'
import { Confirmed } from './confirmed.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionRow } from './session-row.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** One's own account: who one is here, the password, and where one is signed in. */
export function AccountScreen() {
  const me = useContract(meContract)
  const sessions = useContract(listSessionsContract)
  const everywhere = useMutation({
    mutationFn: () => call(signOutEverywhereContract),
    onSuccess: () => globalThis.location.assign('/sign-in'),
  })
  const items = (sessions.data?.items ?? []).toSorted((a, b) => Number(b.current) - Number(a.current))
  return (
    <SettingsFrame>
      <div className={styles.screen}>
        <section className={styles.part}>
          <h2>You</h2>
          {me.data ? (
            <dl className={styles.facts}>
              <dt>Name</dt>
              <dd>{me.data.name}</dd>
              <dt>E-mail</dt>
              <dd>{me.data.email ?? '–'}</dd>
              <dt>Role</dt>
              <dd>{me.data.role}</dd>
            </dl>
          ) : (
            <Skeleton rows={3} height={24} />
          )}
        </section>
        <section className={styles.part}>
          <h2>Password</h2>
          <PasswordForm email={me.data?.email ?? ''} />
        </section>
        <section className={styles.part}>
          <h2>Where you are signed in</h2>
          {sessions.error ? (
            <Failure
              what="Your sessions could not be read."
              error={sessions.error}
              retry={() => void sessions.refetch()}
            />
          ) : null}
          {sessions.isPending ? <Skeleton rows={2} height={56} /> : null}
          <ul className={styles.sessions}>
            {items.map(session => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
          <Confirmed
            label="Sign out everywhere"
            effect={`${plural(items.length, 'session')} will end, this one too.`}
            busy={everywhere.isPending}
            onConfirm={() => everywhere.mutateAsync()}
          />
        </section>
      </div>
    </SettingsFrame>
  )
}
