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

/** How a figure differs from the range before it. Colour only where the difference means something; the word is there for who sees none. */
export function ChangeText({ text, verdict, title }: Props) {
  return (
    <span className={styles.change} data-verdict={verdict} title={title}>
      {text}
      {words[verdict] ? <span className="hp-sr"> {words[verdict]}</span> : null}
    </span>
  )
}
