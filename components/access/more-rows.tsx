import { Button } from '@mantine/core'
import type { Pages } from '#lib/client/use-pages.ts'

/** The way to the rows of a list that are not read yet. */
export function MoreRows({ pages }: { pages: Pages<unknown, unknown> }) {
  if (pages.rest === 'none') return null
  return (
    <Button variant="default" m="md" loading={pages.isReadingMore} onClick={pages.more}>
      Show more
    </Button>
  )
}
