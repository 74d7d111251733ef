'use client'

import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'

interface Props {
  /** By which a shortcut finds it. */
  id: string
  label: string
  placeholder: string
  value: string
  onChange: (text: string) => void
  size?: 'xs' | 'sm'
  className?: string
}

/** A field to search in. */
export function SearchBox({ label, onChange, size = 'xs', ...rest }: Props) {
  return (
    <TextInput
      {...rest}
      type="search"
      size={size}
      aria-label={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}

/** Tells what was typed when the typing pauses; Back and a link set it too. */
export function PausingSearchBox({ value, onChange, ...rest }: Props) {
  const [draft, setDraft] = useState(value)
  const [committed, setCommitted] = useState(value)
  if (committed !== value) {
    setCommitted(value)
    setDraft(value)
  }
  useEffect(() => {
    if (draft === value) return
    const timer = setTimeout(() => onChange(draft), 250)
    return () => clearTimeout(timer)
  }, [draft, value, onChange])
  return <SearchBox {...rest} value={draft} onChange={setDraft} />
}
