'use client'

import { Modal, Switch } from '@mantine/core'
import { Fragment, useState } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { setShortcutsEnabled, shortcutsEnabled } from '#lib/client/use-hotkeys.ts'
import { navItems } from './nav-items.ts'
import styles from './shortcuts.module.css'

const sheets: { title: string; keys: [string, string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['⌘ K', 'Search or jump to'],
      ['?', 'This sheet'],
      ...navItems.map((item): [string, string] => [`g ${item.goKey}`, item.label]),
    ],
  },
  {
    title: 'Approvals',
    keys: [
      ['j / k', 'Next, previous request'],
      ['a', 'Approve'],
      ['e', 'Edit the arguments'],
      ['r', 'Reject'],
      ['⌘ ⏎', 'Confirm'],
      ['Esc', 'Back'],
    ],
  },
  {
    title: 'Traces',
    keys: [
      ['/', 'Search'],
      ['j / k', 'Next, previous row'],
      ['⏎', 'Open'],
      ['Esc', 'Close the span'],
    ],
  },
]

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const [enabled, setEnabled] = useState(shortcutsEnabled)
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
        checked={enabled}
        onChange={event => {
          setShortcutsEnabled(event.currentTarget.checked)
          setEnabled(event.currentTarget.checked)
        }}
      />
    </Modal>
  )
}
