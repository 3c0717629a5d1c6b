/** @file Diversity@k: how unlike each other the items of a list are.
 *
 * Mean of 1 − similarity over all pairs of the list. Similarity is the cosine of content vectors, or where there are none the Jaccard index of the words in
 * the items' attributes. Shapes: a user's list → a number, 0..1 for attributes, 0..2 for vectors. Cost: O(k² · size).
 * Source: Ziegler et al., WWW 2005; Smyth & McClave, ICCBR 2001.
 */

import type { Dataset } from '../../data/dataset.ts'
import { PenchantError } from '../../errors.ts'
import { dot } from '../../math/vector.ts'
import { attributeWords } from '../attribute-words.ts'

export type Similarity = (item: number, other: number) => number

/** NaN for a list of fewer than two items. */
export function intraListDiversity(list: Int32Array, similarity: Similarity): number {
  let sum = 0
  let pairs = 0
  for (let at = 0; at < list.length; at++) {
    for (let other = 0; other < at; other++) {
      const similar = similarity(list[at]!, list[other]!)
      if (Number.isNaN(similar)) continue
      sum += 1 - similar
      pairs++
    }
  }
  return sum / (pairs || Number.NaN)
}

/** By vectors where the dataset has them, else by attributes. @throws PenchantError `invalid-input` where it has neither. */
export function similarityOf({ name, itemVectors, itemAttributes }: Dataset): Similarity {
  if (itemVectors) {
    const { vectors, size } = itemVectors
    const row = (item: number) => vectors.subarray(item * size, (item + 1) * size)
    return (item, other) => {
      const [a, b] = [row(item), row(other)]
      return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || Number.NaN)
    }
  }
  if (!itemAttributes)
    throw new PenchantError(
      'invalid-input',
      `Diversity needs vectors or attributes of the items, and ${name} has neither. Choose another metric.`,
    )
  const words = itemAttributes.map(attributeWords)
  return (item, other) => {
    const [a, b] = [words[item]!, words[other]!]
    return a.intersection(b).size / (a.union(b).size || Number.NaN)
  }
}
