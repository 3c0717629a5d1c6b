/** @file What a topic of the catalogue is called: the words that its items share, worked out when first asked for. */

import type { Topics } from '../embeddings/topics.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import type { InterestNamer } from '../profile/naming.ts'

/** From an item to the name of its topic. @param interestName of the catalogue as it is. */
export function createTopicName(interestName: () => InterestNamer): (snapshot: Pick<Snapshot, 'space'>, item: number) => string {
  const known = new WeakMap<Topics, Map<number, string>>()
  return ({ space: { topics } }, item) => {
    const names = known.get(topics) ?? new Map<number, string>()
    known.set(topics, names)
    const topic = topics.of[item]!
    const name = names.get(topic) ?? interestName()([...topics.of.keys()].filter((other) => topics.of[other] === topic))
    names.set(topic, name)
    return name
  }
}
