import type { ComponentProps } from 'react'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import styles from './markdown-text.module.css'

/**
 * Markdown that a person wrote: runbooks, descriptions, notes. HTML in it is shown as text, pictures are not loaded, and
 * links open elsewhere without telling where they come from. Headings begin at the third level, under those of the page.
 */
export function MarkdownText({ text }: { text: string }) {
  return (
    <div className={styles.text}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        components={{
          h1: 'h3',
          h2: 'h4',
          h3: 'h5',
          h4: 'h6',
          h5: 'h6',
          a: OutsideLink,
          img: PictureName,
          pre: Scrolling,
        }}
      >
        {text}
      </Markdown>
    </div>
  )
}

/** Addresses of a script or of an unknown kind have been taken out by then. */
function OutsideLink({ href, children }: ComponentProps<'a'>) {
  if (!href) return <span>{children}</span>
  return href.startsWith('/') && !href.startsWith('//') ? (
    <a href={href}>{children}</a>
  ) : (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

/** An external image would tell its host who reads this and when. */
function PictureName({ alt, src }: ComponentProps<'img'>) {
  return <span className="hp-muted">[picture: {alt || (typeof src === 'string' ? src : '')}]</span>
}

function Scrolling({ children }: ComponentProps<'pre'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <pre tabIndex={0}>{children}</pre>
  )
}
