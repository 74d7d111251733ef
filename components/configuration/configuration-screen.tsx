'use client'

import { useShell } from '#components/shell/shell-context.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { ApplyFile } from './apply-file.tsx'
import styles from './configuration.module.css'
import { CurrentFile } from './current-file.tsx'

/** What is configured, as one file: to read and copy, and to apply one. */
export function ConfigurationScreen() {
  const denial = denialForRole('configuration.apply', useShell().user.role)
  return (
    <div className={styles.screen}>
      <CurrentFile />
      <ApplyFile denial={denial} />
    </div>
  )
}
