'use client'

import { Modal, Switch } from '@mantine/core'
import { Fragment } from 'react'
import { Key } from '#components/kit/blocks.tsx'
import { setPreferences, usePreferences } from '#lib/client/preferences.ts'
import { navigation } from '#lib/domain/list.ts'
import type { Navigation } from '#lib/shared/navigation.ts'
import { keyPlaces } from './nav-items.ts'
import styles from './shortcuts.module.css'

const sheets: NonNullable<Navigation['shortcuts']>[] = [
  {
    title: 'Everywhere',
    keys: [
      ['⌘ K', 'Search or jump to'],
      ['?', 'This sheet'],
      ...keyPlaces.map(({ keys, label }): [string, string] => [keys, label]),
    ],
  },
  ...navigation.flatMap(({ shortcuts }) => shortcuts ?? []),
  { title: 'Documentation', keys: [['/', 'Search']] },
]

export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { shortcuts } = usePreferences()
  return (
    <Modal opened lockScroll={false} onClose={onClose} title="Keyboard shortcuts" size="xl">
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
