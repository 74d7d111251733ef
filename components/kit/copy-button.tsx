'use client'

import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import styles from './blocks.module.css'

/** Copies a text; says so where it was clicked. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <button type="button" className={styles.icon} onClick={copy} aria-label={copied ? 'Copied' : label} title={label}>
      {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
    </button>
  )
}
