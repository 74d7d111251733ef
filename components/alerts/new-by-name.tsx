'use client'

import { Button, TextInput } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import styles from './alerts.module.css'

interface Props {
  /** "alert rule" */
  one: string
  placeholder: string
  /** Why it cannot be made by who looks at it; null: it can. */
  refusal: string | null
  hrefOf: (named: { slug: string }) => string
}

/** Begins a new one by its name; its page has the form. */
export function NewByName({ one, placeholder, refusal, hrefOf }: Props) {
  const [name, setName] = useState('')
  const router = useRouter()
  const slug = name.trim()
  return (
    <form
      className={styles.new}
      aria-label={`New ${one}`}
      onSubmit={event => {
        event.preventDefault()
        if (slug) router.push(`${hrefOf({ slug })}?edit=true`)
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
