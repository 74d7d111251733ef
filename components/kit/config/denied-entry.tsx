import { Button } from '@mantine/core'

/** Instead of a form: why this person may not change it. */
export function DeniedEntry({ why, onClose }: { why: string; onClose: () => void }) {
  return (
    <p>
      <span className="hp-muted">{why}</span>{' '}
      <Button variant="default" size="compact-sm" onClick={onClose}>
        Close
      </Button>
    </p>
  )
}
