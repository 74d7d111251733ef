/** How well one query was answered by its first k documents. */
export interface Retrieval {
  recall: number
  precision: number
  reciprocalRank: number
  ndcg: number
}

/**
 * The usual figures with binary relevance. A document that was retrieved twice counts at its first place. The ideal
 * ranking begins with as many relevant documents as fit into k.
 */
export function retrievalOf(retrieved: readonly string[], expected: readonly string[], k: number): Retrieval {
  const relevant = new Set(expected)
  const top = [...new Set(retrieved)].slice(0, k)
  const hits = top.map(id => relevant.has(id))
  const found = hits.filter(Boolean).length
  const first = hits.indexOf(true)
  const gain = (rank: number) => 1 / Math.log2(rank + 2)
  const gained = hits.reduce((sum, hit, rank) => sum + (hit ? gain(rank) : 0), 0)
  const ideal = Array.from({ length: Math.min(relevant.size, k) }, (_, rank) => gain(rank)).reduce((a, b) => a + b, 0)
  return {
    recall: found / relevant.size,
    precision: found / k,
    reciprocalRank: first < 0 ? 0 : 1 / (first + 1),
    ndcg: gained / ideal,
  }
}

export interface Means {
  recall: number | null
  precision: number | null
  mrr: number | null
  ndcg: number | null
  hitRate: number | null
}

/** Means over the queries; null if there are none. */
export function meansOf(all: readonly Retrieval[]): Means {
  // Rounded to twelve places, so that the last bits of a sum never decide at a threshold.
  const mean = (of: (one: Retrieval) => number) =>
    all.length === 0 ? null : Math.round((all.reduce((sum, one) => sum + of(one), 0) / all.length) * 1e12) / 1e12
  return {
    recall: mean(one => one.recall),
    precision: mean(one => one.precision),
    mrr: mean(one => one.reciprocalRank),
    ndcg: mean(one => one.ndcg),
    hitRate: mean(one => Number(one.reciprocalRank > 0)),
  }
}
