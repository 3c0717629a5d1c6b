/** @file Long work on the main thread, written as a generator that yields every millisecond or two: at once, or in slices between which requests have their turn. */

export type Steps<T> = Generator<undefined, T, undefined>

/** Carries it out without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** Carries it out one step in each turn of the event loop. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next()
  while (!step.done) {
    await new Promise((resolve) => setImmediate(resolve))
    step = steps.next()
  }
  return step.value
}
