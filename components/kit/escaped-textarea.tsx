'use client'

import { Textarea, type TextareaProps } from '@mantine/core'
import { useState } from 'react'
import { escapeHidden, escapeText, unescapeText } from '#lib/shared/escaped-text.ts'

interface Props extends Omit<TextareaProps, 'value' | 'onChange' | 'defaultValue'> {
  value: string
  onText: (text: string) => void
}

/** A text field in which nothing is hidden: an invisible character is shown as an escape such as `\u202e`, and sent as that character. */
export function EscapedTextarea({ value, onText, ...rest }: Props) {
  const [shown, setShown] = useState(escapeText(value))
  // What was typed stays as it was typed; a value set from outside is shown anew.
  const current = unescapeText(shown) === value ? shown : escapeText(value)
  return (
    <Textarea
      {...rest}
      value={current}
      onChange={event => {
        // A character that was pasted is escaped at once; what was typed as an escape is left as it is.
        const next = escapeHidden(event.currentTarget.value)
        setShown(next)
        onText(unescapeText(next))
      }}
    />
  )
}
