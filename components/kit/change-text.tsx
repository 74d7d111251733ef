import styles from './change-text.module.css'

interface Props {
  /** "+38 %", "−0.04"; "–" where one of the two ranges has no figure. */
  text: string
  /** Neutral where it is no more than noise, or where neither way is good. */
  verdict: 'better' | 'worse' | 'neutral'
  /** How the verdict came about, for who points at it. */
  title?: string
}

const words = { better: 'better', worse: 'worse', neutral: '' }

/** How a figure differs from the range before. It is coloured only where the difference is significant; the word is for readers who do not see colours. */
export function ChangeText({ text, verdict, title }: Props) {
  return (
    <span className={styles.change} data-verdict={verdict} title={title}>
      {text}
      {words[verdict] ? <span className="hp-sr"> {words[verdict]}</span> : null}
    </span>
  )
}
