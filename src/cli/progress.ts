/** @file A progress bar on the status line, redrawn ten times a second at most. */

import type { Clock } from '../engine/clock.ts'
import { shorten, type Terminal } from './terminal.ts'

const drawEveryMs = 100
const barWidth = 30

/** @param shown false draws nothing. */
export function progressLine(
  { status, paint, columns }: Terminal,
  clock: Clock,
  shown: boolean,
): (what: string, done: number, total: number) => void {
  let drawnAt = Number.NEGATIVE_INFINITY
  return (what, done, total) => {
    const now = clock.elapsed()
    if (!shown || now - drawnAt < drawEveryMs) return
    drawnAt = now
    const share = total === 0 ? 1 : Math.min(1, done / total)
    const filled = Math.round(share * barWidth)
    const bar = paint('green', '━'.repeat(filled)) + paint('dim', '─'.repeat(barWidth - filled))
    status(`${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${shorten(what, columns - barWidth - 8)}`)
  }
}
