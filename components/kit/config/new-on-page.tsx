'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import styles from './new-on-page.module.css'

interface Props {
  /** "alert rule" */
  one: string
  placeholder?: string
  /** Why it cannot be made by who looks at it; null: it can. */
  refusal: string | null
  onName: (name: string) => void
}

/** Under a list: begins a new one by its name, which is part of its address and stays. */
export function NewOnPage({ one, placeholder, refusal, onName }: Props) {
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
        disabled={refusal !== null}
        onChange={event => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={refusal !== null || !slug} title={refusal ?? undefined}>
        Set it up
      </Button>
    </form>
  )
}
