import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { type StatusOf, statusLook } from '#lib/shared/status-tone.ts'

const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, file), 'utf8')
const [light = '', dark = ''] = read('../../app/globals/tokens.css').split(':root[data-mantine-color-scheme="dark"]')
const tones = ['ok', 'running', 'waiting', 'warning', 'critical', 'neutral'] as const

/** The token that the style sheet draws a tone with. */
const tokenOf = (tone: string) =>
  new RegExp(`\\[data-tone="${tone}"\\] \\{\\s*color: var\\(--hp-([\\w-]+)\\)`).exec(read('status.module.css'))?.[1]

/** WCAG 2.2 relative luminance of a token. */
function luminance(sheet: string, token: string): number {
  const hex = new RegExp(`--hp-${token}: #(\\w{6})`).exec(sheet)?.[1]
  if (!hex) throw new Error(`no token ${token}`)
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map(at => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, sheet) => {
  test.each(tones)('%s is read on every surface that a status stands on', tone => {
    for (const surface of ['page', 'side', 'raised', 'hover', 'selected']) {
      const [a, b] = [luminance(sheet, String(tokenOf(tone))), luminance(sheet, surface)]
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      expect([surface, Math.round(ratio * 100) / 100, ratio >= 4.5]).toEqual([surface, expect.any(Number), true])
    }
  })
})

test('tones differ in shape too, so that colour is never alone', () => {
  const looks = (['pending', 'claimed', 'executed', 'failed', 'unknown', 'cancelled'] as const).map(status =>
    statusLook(approvalStatuses, status),
  )
  expect(new Set(looks.map(({ tone }) => tone)).size).toBe(6)
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(6)
})

test('an unknown status does not compile, and at run time shows its name', () => {
  // @ts-expect-error no such status
  const odd: StatusOf<typeof approvalStatuses> = 'teleported'
  expect(statusLook(approvalStatuses, odd)).toEqual({ tone: 'neutral', shape: 'dash', label: 'teleported' })
  expect(statusLook(approvalStatuses, 'constructor').label).toBe('constructor')
})
