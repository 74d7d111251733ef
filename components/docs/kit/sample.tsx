import type { ReactNode } from 'react'
import { Part } from '#components/kit/blocks.tsx'
import styles from './kit-gallery.module.css'

/** One part of the gallery under its name. */
export function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Part title={name}>
      <div className={styles.sample}>{children}</div>
    </Part>
  )
}
