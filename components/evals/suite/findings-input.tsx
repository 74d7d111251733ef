import { Textarea, type TextareaProps } from '@mantine/core'

interface Props extends Pick<TextareaProps, 'mt' | 'minRows'> {
  value: string
  onChange: (value: string) => void
}

/** What a good answer contains, one finding per line. */
export const FindingsInput = ({ onChange, ...props }: Props) => (
  <Textarea
    label="Expected findings"
    description="One per line: what a good answer names"
    autosize
    minRows={2}
    maxRows={10}
    {...props}
    onChange={event => onChange(event.currentTarget.value)}
  />
)
