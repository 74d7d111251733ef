import { IconX } from '@tabler/icons-react'
import styles from './filter-pin.module.css'

/** A filter that is set, and the way to be rid of it. */
export function FilterPin({ name, value, onRemove }: { name: string; value: string; onRemove: () => void }) {
  return (
    <button type="button" className={styles.pin} onClick={onRemove} aria-label={`Remove filter ${name} ${value}`}>
      <span className="hp-muted">{name}</span> <span className={styles.value}>{value}</span>
      <IconX size={13} aria-hidden />
    </button>
  )
}
