/** @file Loudness: how strongly people speak in this log at their strongest. Where nobody says more than a click, a click is all that a like can be.
 *
 * Of each person the strongest positive act on record counts, by its worth in hundredths (profile/config.ts); the unit is the median of these. A log of likes
 * or of ratings has the unit 1. What a person's acts weigh among each other is left alone: the unit says only how much is known of them altogether.
 * A function of everybody's evidence, from whole counts, so an undo leaves it as it was. Cost: an event O(acts on record), a reading O(100).
 */

import type { Evidence } from '../data/evidence.ts'
import type { Loudness } from '../pipeline/snapshot.ts'
import type { TasteConfig } from '../profile/config.ts'
import { actSignal } from '../profile/signal.ts'

export type LiveLoudness = Loudness & {
  /** Takes in what a person has on record now. */
  committed(user: string, evidence: Evidence): void
  erased(user: string): void
}

/** Of fewer people the median is chance. */
const fewestPeople = 20
const levels = 100

export function createLoudness(config: TasteConfig): LiveLoudness {
  const levelOf = new Map<string, number>()
  const counts = new Uint32Array(levels + 1)
  const erased = (user: string) => {
    const level = levelOf.get(user)
    if (level === undefined) return
    counts[level]!--
    levelOf.delete(user)
  }
  return {
    get unit() {
      if (levelOf.size < fewestPeople) return 1
      let level = 0
      for (let below = counts[0]!; 2 * below < levelOf.size; below += counts[level]!) level++
      return level / levels
    },
    committed(user, { interactions }) {
      let strongest = 0
      for (const act of interactions) {
        const signal = actSignal(act, config)
        if (signal > strongest) strongest = signal
      }
      erased(user)
      if (strongest === 0) return
      const level = Math.max(1, Math.round(levels * strongest))
      counts[level]!++
      levelOf.set(user, level)
    },
    erased,
  }
}
