import type { ReactNode } from 'react'
import styles from './blocks.module.css'
import { CopyButton } from './copy-button.tsx'
import { JsonText } from './json-text.tsx'
import { LongBox } from './long-box.tsx'

/** A text of which every character counts: arguments, results, commands. */
export function Code({ text, label, copy = true }: { text: string; label: string; copy?: boolean }) {
  return (
    <CodeBox text={copy ? text : null} label={label}>
      <LongBox label={label}>
        <pre>
          <JsonText text={text} />
        </pre>
      </LongBox>
    </CodeBox>
  )
}

interface CodeBoxProps {
  /** What its button copies; null: it has none. */
  text: string | null
  label: string
  children: ReactNode
}

/** The frame of such a text, with its button. */
export const CodeBox = ({ text, label, children }: CodeBoxProps) => (
  <div className={styles.code}>
    {children}
    {text === null ? null : <CopyButton text={text} label={`Copy ${label}`} />}
  </div>
)

/** JSON as a person reads it; text that is not JSON stays as it came. */
export function pretty(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? 'undefined'
  try {
    return JSON.stringify(JSON.parse(value), null, 2)
  } catch {
    return value
  }
}

/** A heading over a part of a screen, with something at its end. */
export function Part({ title, end, children }: { title: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <header className={styles.partHead}>
        <h3>{title}</h3>
        {end}
      </header>
      {children}
    </section>
  )
}

/** Nothing here yet: one sentence, and the exact next thing to do. Alone, the sentence needs no heading. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  if (!children) return <p className={styles.nothing}>{title}.</p>
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      <div>{children}</div>
    </div>
  )
}

/** A tinted note: why something is held, what failed and what to do. */
export function Note({
  tone,
  children,
}: {
  tone: 'calm' | 'ok' | 'waiting' | 'warning' | 'critical'
  children: ReactNode
}) {
  return (
    <div className={styles.note} data-tone={tone} role={tone === 'critical' ? 'alert' : undefined}>
      {children}
    </div>
  )
}

/** A small word with a border: an environment, a framework. */
export function Tag({ children, critical = false }: { children: ReactNode; critical?: boolean }) {
  return (
    <span className={styles.tag} data-critical={critical}>
      {children}
    </span>
  )
}

/** A key cap. For the eye only: shortcuts are also listed on the `?` sheet. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className={styles.key} aria-hidden>
      {children}
    </kbd>
  )
}

/** Rows that keep the layout while the answer is on its way. */
export function Skeleton({ rows, height = 36 }: { rows: number; height?: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <span key={row} style={{ height }} />
      ))}
    </div>
  )
}
