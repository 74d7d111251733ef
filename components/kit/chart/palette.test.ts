import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

type Rgb = [number, number, number]
const css = readFileSync(path.resolve(import.meta.dirname, '../../../app/globals/tokens.css'), 'utf8')
const [light = '', dark = ''] = css.split(':root[data-mantine-color-scheme="dark"]')

/** Linear light of a token. */
function token(sheet: string, name: string): Rgb {
  const hex = new RegExp(`--hp-${name}: #(\\w{6})`).exec(sheet)?.[1]
  if (!hex) throw new Error(`no token ${name}`)
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return [channel(0), channel(2), channel(4)]
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([r, g, blue]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * blue
  const [x, y] = [luminance(a) + 0.05, luminance(b) + 0.05]
  return Math.max(x, y) / Math.min(x, y)
}

// Machado, Oliveira, Fernandes 2009: full protanopia, deuteranopia, tritanopia.
const deficiencies: Rgb[][] = [
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
]
const times = (matrix: Rgb[], [r, g, b]: Rgb) =>
  matrix.map(row => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b))) as Rgb

/** Björn Ottosson's OKLab. */
function okLab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}
const distance = (a: Rgb, b: Rgb) => {
  const [x, y] = [okLab(a), okLab(b)]
  return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
}

const statuses = ['ok', 'running', 'waiting', 'warning', 'critical', 'neutral']

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, sheet) => {
  const series = [1, 2, 3, 4, 5].map(n => token(sheet, `series-${n}`))

  test('every series stands out from the page', () => {
    for (const colour of series) {
      for (const surface of ['page', 'raised']) expect(contrast(colour, token(sheet, surface))).toBeGreaterThan(3)
    }
  })

  test('no series looks like a status', () => {
    for (const colour of series) {
      for (const status of statuses) expect(distance(colour, token(sheet, status))).toBeGreaterThan(8.5)
    }
  })

  test('series are told apart, colour-blind readers included', () => {
    for (const [i, a] of series.entries()) {
      for (const b of series.slice(0, i)) {
        expect(distance(a, b)).toBeGreaterThan(10)
        for (const matrix of deficiencies) expect(distance(times(matrix, a), times(matrix, b))).toBeGreaterThan(7.9)
      }
    }
  })
})
