import type { ReactNode } from 'react'
import css from './auth.module.css'

/** The quiet frame of the two pages that stand before the door. */
export function AuthFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className={css.page}>
      <main className={css.column}>
        <p className={css.brand}>
          <svg className={css.mark} viewBox="0 0 20 20" aria-hidden="true">
            <path
              d="M6.5 5.5v9M13.5 5.5v9M6.5 10h2M11.5 10h2"
              stroke="currentColor"
              strokeWidth="2"
              strokeLinecap="round"
            />
          </svg>
          Holdpoint
        </p>
        <h1 className={css.title}>{title}</h1>
        <p className={css.lead}>{lead}</p>
        <div className={css.body}>{children}</div>
      </main>
      <footer className={css.foot}>The control plane for teams that run AI agents in production</footer>
    </div>
  )
}
