import { IconDownload } from '@tabler/icons-react'
import { csvName, saveText } from './csv.ts'

interface Props {
  /** Of what is saved; names the file too. */
  title: string
  csv: () => string
  disabled?: boolean
  className?: string | undefined
}

/** Saves a table as CSV, from what the page has read. */
export function CsvButton({ title, csv, disabled = false, className }: Props) {
  return (
    <button
      type="button"
      className={className ? `hp-icon ${className}` : 'hp-icon'}
      disabled={disabled}
      onClick={() => saveText(csvName(title), csv())}
      title="Save as CSV"
      aria-label={`${title} as CSV`}
    >
      <IconDownload size={15} aria-hidden />
    </button>
  )
}
