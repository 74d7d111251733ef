import { VisibleText } from '#components/kit/visible-text.tsx'
import styles from './diff.module.css'
import { diffWords } from './words.ts'

/** One text with what was taken out and put in, word by word. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  return (
    <p className={styles.words}>
      {diffWords(before, after).map(({ kind, text }, at) => {
        const shown = <VisibleText text={text} />
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
        if (kind === 'removed') return <del key={at}>{shown}</del>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
        if (kind === 'added') return <ins key={at}>{shown}</ins>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
        return <span key={at}>{shown}</span>
      })}
    </p>
  )
}
