/** @file The bridge between string ids at the borders and dense integers inside: append-only, an integer is never reused. */

/** Maps ids to 0, 1, 2 … in the order in which they were first seen. */
export class Vocabulary {
  readonly #ids: string[] = []
  readonly #indexes = new Map<string, number>()

  /** @param ids distinct ids; the first becomes 0. */
  constructor(ids: Iterable<string> = []) {
    for (const id of ids) this.add(id)
  }

  get size(): number {
    return this.#ids.length
  }

  /** The integer of `id`, giving it the next one when it is new. */
  add(id: string): number {
    const known = this.#indexes.get(id)
    if (known !== undefined) return known
    this.#indexes.set(id, this.#ids.length)
    return this.#ids.push(id) - 1
  }

  /** The integer of `id`, or undefined when it was never added. */
  indexOf(id: string): number | undefined {
    return this.#indexes.get(id)
  }

  /** All ids by integer, as they are now. */
  ids(): readonly string[] {
    return [...this.#ids]
  }

  /** The id of an integer below `size`. */
  idOf(index: number): string {
    const id = this.#ids[index]
    if (id === undefined) throw new RangeError(`No id has the integer ${index}; the vocabulary holds ${this.#ids.length}.`)
    return id
  }
}
