'use client'

import { Modal, Switch } from '@mantine/core'
import { Fragment } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { setPreferences, usePreferences } from '#lib/client/preferences.ts'
import { morePlaces, navItems } from './nav-items.ts'
import styles from './shortcuts.module.css'

const sheets: { title: string; keys: [string, string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['⌘ K', 'Search or jump to'],
      ['?', 'This sheet'],
      ...[...navItems, ...morePlaces.filter(item => item.goKey)].map((item): [string, string] => [
        `g ${item.goKey}`,
        item.label,
      ]),
    ],
  },
  {
    title: 'Approvals',
    keys: [
      ['/', 'Search or jump to'],
      ['f', 'Environment'],
      ['j / k', 'Next, previous request'],
      ['a', 'Approve'],
      ['e', 'Edit the arguments'],
      ['r', 'Reject'],
      ['⌘ ⏎', 'Confirm'],
      ['Esc', 'Back'],
    ],
  },
  {
    title: 'Audit, documentation',
    keys: [
      ['/', 'Search'],
      ['f', 'Filter the audit log'],
    ],
  },
  {
    title: 'Traces',
    keys: [
      ['/', 'Search'],
      ['f', 'Filter'],
      ['j / k', 'Next, previous row, or call in the graph'],
      ['⏎', 'Open'],
      ['e', 'Next failure in a trace'],
      ['Esc', 'Close the span'],
    ],
  },
]

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { shortcuts } = usePreferences()
  return (
    <Modal opened lockScroll={false} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <div className={styles.sheet}>
        {sheets.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <Fragment key={key}>
                  <dt>
                    <Key>{key}</Key>
                    <span className="hp-sr">{key}</span>
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="md"
        label="Single-key shortcuts"
        checked={shortcuts === 'on'}
        onChange={event => setPreferences({ shortcuts: event.currentTarget.checked ? 'on' : 'off' })}
      />
    </Modal>
  )
}
