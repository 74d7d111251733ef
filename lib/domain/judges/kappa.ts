import type { Agreement } from './schemas.ts'

/**
 * Cohen's kappa of two raters who say yes or no, with its interval by the large-sample standard error √(p(1−p) /
 * (n(1−e)²)). Null if both always say the same, because then they would agree by chance alone.
 */
export function agreementOf(pairs: readonly { judge: boolean; people: boolean }[]): Agreement {
  const count = (judge: boolean, people: boolean) => pairs.filter(p => p.judge === judge && p.people === people).length
  const [bothPass, bothFail] = [count(true, true), count(false, false)]
  const [onlyJudgePasses, onlyPeoplePass] = [count(true, false), count(false, true)]
  const counts = { pairs: pairs.length, agreed: bothPass + bothFail }
  const table = { bothPass, bothFail, onlyJudgePasses, onlyPeoplePass }
  const n = pairs.length
  const observed = counts.agreed / n
  const [judgeYes, peopleYes] = [(bothPass + onlyJudgePasses) / n, (bothPass + onlyPeoplePass) / n]
  const chance = judgeYes * peopleYes + (1 - judgeYes) * (1 - peopleYes)
  if (n === 0 || chance >= 1) return { ...counts, kappa: null, interval: null, ...table }
  const kappa = (observed - chance) / (1 - chance)
  const reach = 1.959964 * Math.sqrt((observed * (1 - observed)) / (n * (1 - chance) ** 2))
  return { ...counts, kappa, interval: [Math.max(-1, kappa - reach), Math.min(1, kappa + reach)], ...table }
}
