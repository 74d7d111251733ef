import { unknown } from '../money.ts'
import type { Change, WhyNot } from './types.ts'

/** How a difference is written: `+38 %`, `+5.9 points` of a share, `−0.04` of a score. */
export type DeltaForm = 'relative' | 'points' | 'absolute'

const signed = (value: number, places: number) => {
  const text = Math.abs(value).toFixed(places)
  if (Number(text) === 0) return '0'
  return `${value > 0 ? '+' : '−'}${text}`
}

type Delta = Pick<Change, 'absolute' | 'relative'>

/** A difference as short text, whether or not it is called a change; a dash where it is unknown. */
export function deltaText({ absolute, relative }: Delta, form: DeltaForm): string {
  if (absolute === null) return unknown
  if (form === 'points') return signed(absolute * 100, 1)
  if (form === 'absolute') return signed(absolute, 2)
  if (relative === null) return absolute === 0 ? '0 %' : 'new'
  const percent = relative * 100
  // From four times on, a factor is read more easily than percent.
  if (percent >= 300) return `×${(relative + 1).toFixed(relative < 9 ? 1 : 0)}`
  return `${signed(percent, Math.abs(percent) < 1 ? 1 : 0)} %`
}

/** For a sentence: `+5.9 points` where the short text is `+5.9`. */
export function deltaPhrase(change: Delta, form: DeltaForm): string {
  const text = deltaText(change, form)
  return form === 'points' && text !== unknown ? `${text} points` : text
}

/** Why a difference is not called a change, in one sentence. */
const whyNotText: Record<WhyNot, string> = {
  unknown: 'Unknown in one of the two ranges.',
  partial: 'Some calls have no known price, so that the two ranges cannot be compared.',
  few: 'Too little data to tell a change from noise.',
  noise: 'Within noise: chance alone gives such a difference in more than 1 of 100 figures.',
  small: 'Too small to be news.',
}

/** A change as the pages show it beside a figure: short text, whether it is good, and how that came about. */
export function shownChange(
  change: Delta & Pick<Change, 'verdict' | 'whyNot'>,
  form: DeltaForm,
): { text: string; verdict: Change['verdict']; title: string } {
  const { whyNot, verdict } = change
  const title = whyNot ? whyNotText[whyNot] : 'More than noise: chance alone gives this in less than 1 of 100 figures.'
  return { text: deltaText(change, form), verdict, title }
}
