import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconClockOff,
  IconHourglass,
  IconMinus,
  IconX,
} from '@tabler/icons-react'
import { type StatusOf, type StatusShape, type StatusTable, statusLook } from '#lib/shared/status-tone.ts'
import styles from './status.module.css'

const shapes: Record<StatusShape, typeof IconX> = {
  check: IconCircleCheck,
  ring: IconCircleDashed,
  hourglass: IconHourglass,
  triangle: IconAlertTriangle,
  octagon: IconAlertOctagon,
  cross: IconX,
  dash: IconMinus,
  'clock-off': IconClockOff,
}

interface Props<T extends StatusTable> {
  of: T
  value: StatusOf<T>
  /** Replaces the word, e.g. "error in 1 span". */
  label?: string
  /** The word is then for screen readers only; the shape still tells. */
  iconOnly?: boolean
}

/** A status is always a shape, a word and a colour together. */
export function Status<T extends StatusTable>({ of, value, label, iconOnly = false }: Props<T>) {
  const look = statusLook(of, value)
  const Shape = shapes[look.shape]
  return (
    <span className={styles.status} data-tone={look.tone}>
      <Shape size={15} stroke={1.75} aria-hidden />
      <span className={iconOnly ? 'hp-sr' : undefined}>{label ?? look.label}</span>
    </span>
  )
}
