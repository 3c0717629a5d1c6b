/** @file A person's profile as they may see it: interests with their items, dislikes, rules, and all that can be undone. */

import type { Evidence } from '../data/evidence.ts'
import type { Attributes, Item } from '../data/item.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import type { FoldedTaste } from '../profile/fold.ts'
import type { InterestNamer } from '../profile/naming.ts'
import type { ProfileView } from './penchant.ts'

/** @param interestName names an interest by the words that its items share. */
export function profileView<A extends Attributes>(
  user: string,
  evidence: Evidence,
  taste: FoldedTaste,
  { items, indexOf }: Snapshot,
  interestName: InterestNamer,
): ProfileView<A> {
  const present = (indexes: readonly number[]) => indexes.flatMap((index) => (items[index] as Item<A> | undefined) ?? [])
  const titleOf = (id: string) => items[indexOf(id) ?? -1]?.title ?? id
  return {
    user,
    revision: evidence.revision,
    interests: taste.interests
      .map(({ id, members, share, gain }) => ({ id, name: interestName(members), share, gain, items: present(members) }))
      .sort((a, b) => b.share - a.share),
    disliked: present([...taste.items].filter((_, place) => taste.signals[place]! < 0)),
    rules: taste.rules,
    interactions: [...evidence.interactions].reverse().map((interaction) => ({ ...interaction, title: titleOf(interaction.item) })),
    mass: taste.mass,
  }
}
