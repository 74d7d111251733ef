import Link from 'next/link'
import type { ComponentProps } from 'react'
import Markdown from 'react-markdown'
import rehypeSlug from 'rehype-slug'
import remarkGfm from 'remark-gfm'
import { DocsFrame } from './docs-frame.tsx'
import styles from './guide.module.css'

/** A guide as a page. It is rendered on the server, so that a browser loads no Markdown reader. */
export function Guide({ text }: { text: string }) {
  return (
    <DocsFrame>
      <article className={styles.guide}>
        <Markdown
          remarkPlugins={[remarkGfm]}
          rehypePlugins={[rehypeSlug]}
          components={{ h1: 'h2', h2: 'h3', h3: 'h4', a: GuideLink, pre: Scrolling, table: Table }}
        >
          {text}
        </Markdown>
      </article>
    </DocsFrame>
  )
}

/** Guides name each other by file, so that the links also hold where the repository is read. */
function GuideLink({ href = '', children }: ComponentProps<'a'>) {
  const guide = /^([a-z-]+)\.md(#.*)?$/.exec(href)
  if (guide) return <Link href={`/docs/${guide[1]}${guide[2] ?? ''}`}>{children}</Link>
  return href.startsWith('/') ? <Link href={href}>{children}</Link> : <a href={href}>{children}</a>
}

function Scrolling({ children }: ComponentProps<'pre'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <pre tabIndex={0}>{children}</pre>
  )
}

function Table({ children }: ComponentProps<'table'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section className={styles.scroll} aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  )
}
