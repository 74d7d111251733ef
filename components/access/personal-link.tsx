'use client'

import { Button } from '@mantine/core'
import { Code } from '#components/kit/blocks.tsx'
import { When } from '#components/kit/when.tsx'
import { useOrigin } from '#lib/client/use-origin.ts'
import styles from './keys.module.css'

export interface OneTimeLink {
  name: string
  path: string
  expiresAt: string
}

/** The link a person chooses their password with, this once. */
export function PersonalLink({ link, onDone }: { link: OneTimeLink; onDone: () => void }) {
  const origin = useOrigin()
  return (
    <section className={styles.created} aria-label="One-time link">
      <h2>Give this link to {link.name}, and to nobody else. It is not shown again.</h2>
      <Code label="link" text={`${origin}${link.path}`} />
      <p>
        With it they choose a password, once, until <When at={link.expiresAt} form="absolute" />.
      </p>
      <div>
        <Button onClick={onDone}>I have copied it</Button>
      </div>
    </section>
  )
}
