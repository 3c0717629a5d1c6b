/** @file How much is known of a person, counted in the strongest acts that most people of this log make: what the weights of the blend go by. */

import type { RetrievalQuery } from './source.ts'

/** m = Σ of positive ω, over the unit of the log: about 1 for a fresh like where people like things, and for a fresh click where they only click. */
export const knownMass = ({ taste, snapshot }: Pick<RetrievalQuery, 'taste' | 'snapshot'>): number =>
  taste.mass / (snapshot.loudness?.unit ?? 1)
