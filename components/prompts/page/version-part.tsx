'use client'

import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Code } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { type Expects, everything, lint, render } from '#lib/domain/prompts/rules.ts'
import type { VersionItem } from '#lib/domain/prompts/schemas.ts'
import { findingStatuses } from '#lib/domain/prompts/statuses.ts'
import styles from '../prompts.module.css'

interface Props {
  version: VersionItem
  /** What lint expects of this prompt. */
  expects: Expects | undefined
}

/** A version as a caller gets it: the findings of lint, a field for each variable, and the text with the fields filled in. */
export function VersionPart({ version, expects = everything }: Props) {
  const [values, setValues] = useState<Record<string, string>>({})
  const findings = lint(version, expects)
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const parts =
    version.template === null
      ? (version.messages ?? []).map(message =>
          'placeholder' in message
            ? { role: 'placeholder', text: message.placeholder }
            : { role: message.role, text: message.content },
        )
      : [{ role: null, text: version.template }]
  const settings = { ...(version.model === null ? {} : { model: version.model }), ...version.parameters }
  return (
    <section className={styles.part} aria-label={`Version ${version.version}`}>
      <header className={styles.head}>
        <h3>Version {version.version}</h3>
        <span className="hp-muted">
          by <VisibleText text={version.createdBy} />
          {version.note ? ' · ' : ''}
          {version.note ? <VisibleText text={version.note} /> : null}
        </span>
      </header>
      <div className={styles.split}>
        <div className={styles.column}>
          <h4>Text{Object.keys(filled).length > 0 ? ', filled in' : ''}</h4>
          {parts.map(({ role, text }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity other than their position
            <div key={at}>
              {role === null ? null : <span className={styles.role}>{role}</span>}
              <Code text={render(text, filled)} label={role ?? 'text'} />
            </div>
          ))}
        </div>
        <div className={styles.column}>
          <h4>Lint</h4>
          <ul className={styles.findings}>
            {findings.length === 0 ? (
              <li>
                <Status of={findingStatuses} value="none" />
              </li>
            ) : null}
            {findings.map(({ severity, message }) => (
              <li key={message}>
                <Status of={findingStatuses} value={severity} label={message} />
              </li>
            ))}
          </ul>
          {version.variables.length > 0 ? <h4>Preview with</h4> : null}
          {version.variables.map(variable => (
            <TextInput
              key={variable}
              label={variable}
              value={values[variable] ?? ''}
              onChange={event => {
                const { value } = event.currentTarget
                setValues(all => ({ ...all, [variable]: value }))
              }}
            />
          ))}
          <h4>Model and parameters</h4>
          <Code text={JSON.stringify(settings, null, 2)} label="parameters" />
        </div>
      </div>
    </section>
  )
}
