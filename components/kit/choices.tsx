'use client'

import { useId } from 'react'
import styles from './choices.module.css'

interface Props<T extends string> {
  label: string
  value: T
  /** Value to word, in order. */
  choices: Record<T, string>
  onChange: (value: T) => void
  /** The label is then for screen readers only. */
  quiet?: boolean
}

/** One of a few, all in sight: radio buttons drawn as one bar. */
export function Choices<T extends string>({ label, value, choices, onChange, quiet = false }: Props<T>) {
  const name = useId()
  return (
    <fieldset className={styles.choices}>
      <legend className={quiet ? 'hp-sr' : undefined}>{label}</legend>
      <div className={styles.bar}>
        {(Object.keys(choices) as T[]).map(choice => (
          <label key={choice}>
            <input type="radio" name={name} checked={choice === value} onChange={() => onChange(choice)} />
            <span>{choices[choice]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
