'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import styles from './new-on-page.module.css'

interface Props {
  /** "alert rule" */
  one: string
  placeholder?: string
  /** Why it cannot be made by who looks at it; null: it can. */
  denial: string | null
  onName: (name: string) => void
}

/** Under a list: begins a new one by its name, which is part of its address and stays. */
export function NewOnPage({ one, placeholder, denial, onName }: Props) {
  const [name, setName] = useState('')
  const slug = name.trim()
  return (
    <form
      className={styles.new}
      aria-label={`New ${one}`}
      onSubmit={event => {
        event.preventDefault()
        if (slug) onName(slug)
      }}
    >
      <TextInput
        label={`Name of a new ${one}`}
        placeholder={placeholder}
        value={name}
        maxLength={200}
        disabled={denial !== null}
        onChange={event => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={denial !== null || !slug} title={denial ?? undefined}>
        Set it up
      </Button>
    </form>
  )
}
