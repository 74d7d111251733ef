interface Point {
  x: number
  y: number
}

/** Pixels that stay free around the line, for its width and its last point. */
const inset = 3

/**
 * An SVG path through the figures, from 0 at the bottom to the largest at the top. A gap ends the line; a figure
 * between two gaps is a dot. `last` is the newest figure, where there is one.
 */
export function sparkPath(values: readonly (number | null)[], width: number, height: number) {
  const known = values.filter(value => value !== null)
  const [most, least] = [Math.max(0, ...known), Math.min(0, ...known)]
  const span = most - least || 1
  const step = values.length > 1 ? (width - 2 * inset) / (values.length - 1) : 0
  const placeOf = (value: number, at: number): Point => ({
    x: round(inset + at * step),
    y: round(height - inset - ((value - least) / span) * (height - 2 * inset)),
  })
  const parts: string[] = []
  let last: Point | null = null
  values.forEach((value, at) => {
    if (value === null) return
    const point = placeOf(value, at)
    const begins = at === 0 || values[at - 1] === null
    const alone = begins && (values[at + 1] ?? null) === null
    parts.push(`${begins ? 'M' : 'L'}${point.x} ${point.y}${alone ? 'h0' : ''}`)
    last = point
  })
  return { path: parts.join(''), last: last as Point | null }
}

const round = (value: number) => Math.round(value * 100) / 100
