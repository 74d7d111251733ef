'use client'

import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { FinishBody, ReviewItem } from '#lib/domain/review/schemas.ts'
import styles from './review.module.css'

interface Props {
  item: ReviewItem
  busy: boolean
  onVerdict: (body: FinishBody) => void
  /** Leaves it to others. */
  onNext: () => void
  failure: ReactNode
}

const answers = {
  five: [1, 2, 3, 4, 5].map(value => ({ key: String(value), value, label: String(value) })),
  boolean: [
    { key: 'y', value: true, label: 'Yes' },
    { key: 'n', value: false, label: 'No' },
  ],
}

/** The question, and an answer by a single key. */
export function VerdictBar({ item, busy, onVerdict, onNext, failure }: Props) {
  const [comment, setComment] = useState('')
  const choices = answers[item.answer]
  const give = (value: number | boolean) => {
    if (!busy) onVerdict({ value, comment: comment.trim() || null })
  }
  const skip = () => {
    if (!busy) onVerdict({ skip: true })
  }
  useHotkeys({
    ...Object.fromEntries(choices.map(({ key, value }) => [key, () => give(value)])),
    s: skip,
    c: event => {
      event.preventDefault()
      document.getElementById('review-comment')?.focus()
    },
    arrowright: () => {
      if (!busy) onNext()
    },
  })
  return (
    <section className={styles.verdict} aria-label="Verdict">
      {failure}
      <p>
        <VisibleText text={item.question ?? item.ask} />{' '}
        <span className="hp-muted">
          rule <VisibleText text={item.rule} />
          {item.answer === 'five' ? ', 1 is worst and 5 is best' : ''}
        </span>
      </p>
      <div className={styles.answers}>
        {choices.map(({ key, value, label }) => (
          <Button key={key} variant="default" disabled={busy} onClick={() => give(value)}>
            {label}
            {key === label ? null : (
              <>
                {' '}
                <Key>{key}</Key>
              </>
            )}
          </Button>
        ))}
        <TextInput
          id="review-comment"
          aria-label="Comment"
          placeholder="Comment, c"
          value={comment}
          maxLength={10_000}
          onChange={event => setComment(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        <Button variant="subtle" disabled={busy} onClick={skip} title="Nobody is asked about it again">
          Skip <Key>s</Key>
        </Button>
        <Button variant="subtle" disabled={busy} onClick={onNext} title="Leaves it to somebody else">
          Next <Key>→</Key>
        </Button>
      </div>
    </section>
  )
}
