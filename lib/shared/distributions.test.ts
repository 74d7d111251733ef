import { expect, test } from 'vitest'
import { fisherTails, lnGamma, normalTails, studentTails } from './distributions.ts'

test.each([
  [0.5, Math.log(Math.sqrt(Math.PI))],
  [1, 0],
  [5, Math.log(24)],
  [101, 363.739375555563],
])('ln Γ(%d)', (x, right) => expect(lnGamma(x)).toBeCloseTo(right, 10))

// Figures of printed tables of the two-sided 5 %, 1 % and 0.1 % points.
test.each([
  [12.7062, 1, 0.05],
  [4.6041, 4, 0.01],
  [2.8073, 23, 0.01],
  [3.4602, 60, 0.001],
  [0, 5, 1],
  [-2.8073, 23, 0.01],
])('Student t %d with %d degrees of freedom', (t, freedom, right) =>
  expect(studentTails(t, freedom)).toBeCloseTo(right, 5),
)

test.each([
  [1.959964, 0.05],
  [2.575829, 0.01],
  [5, 5.733e-7],
])('normal %d', (z, right) => expect(normalTails(z) / right).toBeCloseTo(1, 2))

// Sums of exact fractions.
test.each([
  [3, 4, 1, 4, 0.4857143],
  [1, 10, 11, 14, 0.0027594],
  [0, 100, 6, 100, 0.0289303],
  [0, 5, 0, 5, 1],
])('Fisher: %d of %d against %d of %d', (a, n, b, m, right) => expect(fisherTails(a, n, b, m)).toBeCloseTo(right, 6))
