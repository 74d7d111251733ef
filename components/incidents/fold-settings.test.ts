import { expect, test } from 'vitest'
import type { TimelineItem } from '#lib/shared/timeline.ts'
import { foldSettings } from './fold-settings.ts'

const timeline = (states: readonly string[]): TimelineItem[] =>
  states.map((state, minute) => ({
    ...{ id: `${minute}`, at: new Date(Date.UTC(2026, 10, 29, 0, 59 - minute)).toISOString() },
    ...{ source: 'any', tone: 'neutral', shape: 'dash', state, title: `${state} ${minute}` },
    ...{ detail: null, markdown: false, href: null },
  }))
const shown = (states: readonly string[]) => foldSettings(timeline(states)).map(({ id, others }) => [id, others])

test('many settings changes in a row are shown as the newest and a count', () =>
  expect(shown(['opened', ...Array.from({ length: 30 }, () => 'configured'), 'released'])).toEqual([
    ['0', 0],
    ['1', 29],
    ['31', 0],
  ]))

test('a few changes, or changes with something between them, are shown one by one', () => {
  const states = ['configured', 'configured', 'configured', 'opened', 'configured', 'opened', 'configured']
  expect(shown(states)).toEqual(states.map((_, minute) => [`${minute}`, 0]))
})
