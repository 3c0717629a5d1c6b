/** @file Long work on the main thread, written as a generator that yields every millisecond or two: at once, or in slices between which requests have their turn. */

export type Steps<T> = Generator<undefined, T, unknown>

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

/** Steps that also ask for what others compute, on this thread or on several: they yield a promise and get what it gives. */
export type AskingSteps<T> = Generator<Promise<unknown> | undefined, T, unknown>

/** What others give, at once or later. */
export function* asked<T>(given: T | Promise<T>): AskingSteps<T> {
  return given instanceof Promise ? ((yield given) as T) : given
}

/** Carries it out, waiting for what it asks for, with a turn of the event loop in between. */
export async function whenGiven<T>(steps: AskingSteps<T>): Promise<T> {
  let step = steps.next()
  while (!step.done) {
    const given = step.value
    step = steps.next(await (given ?? new Promise((resolve) => setImmediate(resolve))))
  }
  return step.value
}
