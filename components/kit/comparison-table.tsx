import type { ReactNode } from 'react'
import { ChangeText } from './change-text.tsx'
import styles from './comparison-table.module.css'
import { csvText } from './csv.ts'
import { CsvButton } from './csv-button.tsx'
import section from './table/section-table.module.css'
import { VisibleText } from './visible-text.tsx'

interface Subject {
  id: string
  name: string
  /** Instead of its name: a way to choose another. */
  label?: ReactNode
}

interface Compared {
  /** Null, shown as "–", where nobody knows. */
  text: string | null
  /** Against the first subject, or against the range before. */
  change?: { text: string; verdict: 'better' | 'worse' | 'neutral'; title?: string } | null
}

interface Props {
  title: string
  note?: ReactNode
  /** What is compared, one column each; the first is the one that others are compared with. */
  subjects: readonly Subject[]
  /** One measure a row. */
  measures: readonly { id: string; label: string; values: readonly Compared[] }[]
}

/** Several things by the same measures, side by side. On a narrow screen the measures stay in sight while it scrolls. */
export function ComparisonTable({ title, note, subjects, measures }: Props) {
  const csv = () =>
    csvText(
      ['measure', ...subjects.map(({ name }) => name)],
      measures.map(({ label, values }) => [label, ...subjects.map((_, at) => values[at]?.text ?? null)]),
    )
  return (
    <section className={section.section} aria-label={title}>
      <header className={section.head}>
        <h3>{title}</h3>
        {note ? <span className="hp-muted">{note}</span> : null}
        <CsvButton title={title} csv={csv} className={section.listCsv} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <section className={section.scroll} aria-label={`${title}, table`} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className="hp-sr">Measure</span>
              </th>
              {subjects.map(({ id, name, label }) => (
                <th key={id} scope="col">
                  {label ?? <VisibleText text={name} />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measures.map(({ id, label, values }) => (
              <tr key={id}>
                <th scope="row">{label}</th>
                {subjects.map((subject, at) => (
                  <td key={subject.id}>
                    <span>{values[at]?.text ?? '–'}</span>
                    {values[at]?.change ? <ChangeText {...values[at].change} /> : null}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
