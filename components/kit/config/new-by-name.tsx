'use client'

import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { PopOver } from '../pop-over.tsx'
import styles from './new-by-name.module.css'

interface Props {
  /** One of its kind: "breaker". */
  kind: string
  /** A name as somebody would choose it. */
  example: string
  /** Why it cannot be made by who looks at it; null: it can. */
  denial?: string | null
  /** On the button that leads to the form. */
  action?: string
  /** What is asked for beside the name, before it. */
  children?: ReactNode
  onName: (name: string) => void
}

/** Asks for the name of a new configuration object; the name is part of its address and stays. */
export function NewByName({ kind, example, denial = null, action = 'Set it up', children, onName }: Props) {
  const [name, setName] = useState('')
  return (
    <PopOver button={`New ${kind}`} denial={denial}>
      {close => (
        <form
          className={styles.new}
          aria-label={`New ${kind}`}
          onSubmit={event => {
            event.preventDefault()
            if (!name.trim()) return
            close()
            onName(name.trim())
          }}
        >
          {children}
          <TextInput
            label="Name"
            description={`Such as ${example}; it cannot be changed later`}
            value={name}
            maxLength={200}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!name.trim()}>
            {action}
          </Button>
        </form>
      )}
    </PopOver>
  )
}
