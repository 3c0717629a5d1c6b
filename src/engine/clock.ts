/** @file The clock: the one place that reads the machine's time. Everything else is handed one. */

export type Clock = {
  /** Epoch milliseconds, UTC. */
  now(): number
  /** Milliseconds since an arbitrary start, for durations. */
  elapsed(): number
}

export const systemClock: Clock = { now: () => Date.now(), elapsed: () => performance.now() }
