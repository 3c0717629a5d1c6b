/** @file Fits written in steps: the caller's event loop has its turn between them, the signal is heard and the progress told. */

import { PenchantError } from '../errors.ts'
import { inSlices, type Steps } from '../math/steps.ts'
import type { FitContext } from './model.ts'

/** Carries out the steps of a fit. @throws PenchantError `aborted` once the signal says so. */
export async function fitInSlices<T>(steps: Steps<T>, { signal, progress }: Pick<FitContext, 'signal' | 'progress'>): Promise<T> {
  const fitted = await inSlices(heeding(steps, signal))
  progress?.(1)
  return fitted
}

function* heeding<T>(steps: Steps<T>, signal: AbortSignal | undefined): Steps<T> {
  for (;;) {
    if (signal?.aborted) throw new PenchantError('aborted', 'The fit was stopped before it was done.', { cause: signal.reason })
    const step = steps.next()
    if (step.done) return step.value
    yield
  }
}
