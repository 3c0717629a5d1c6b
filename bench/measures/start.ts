/** @file Start to first answer on the bundled catalogue, from an empty folder and from a folder that was used before, and the peak memory of a small session.
 *
 * Usage: node bench/measures/start.ts DIST STARTS      (DIST: the built package; prints rows as JSON)
 * Timed from the moment the process is asked for until its first answer is there, so that loading Node and the code counts too.
 */

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { number, type Row, spread } from '../report.ts'

const [dist = '', wanted = '7'] = process.argv.slice(2)
const bar = 1.5
const memoryBar = 300

const first: Start[] = []
const second: Start[] = []
for (let turn = -1; turn < Number(wanted); turn++) {
  const folder = await mkdtemp(join(tmpdir(), 'penchant-start-'))
  const starts = [await start(folder), await start(folder)] as const
  await rm(folder, { recursive: true })
  // The first turn brings the files into the system's cache.
  if (turn < 0) continue
  first.push(starts[0])
  second.push(starts[1])
}
const rows: readonly Row[] = [
  secondsRow('start to first answer, new folder (catalogue stored, encoder trained)', first),
  secondsRow('start to first answer, second start from disk', second),
  memoryRow([...first, ...second]),
]
console.log(JSON.stringify(rows))

type Start = { readonly seconds: number; readonly peak: number }

function secondsRow(what: string, starts: readonly Start[]): Row {
  const { median, text } = spread(
    starts.map(({ seconds }) => seconds),
    2,
  )
  return { what, figure: `${text} s (${starts.length} starts)`, bar: { text: `< ${bar} s`, met: median < bar } }
}

function memoryRow(starts: readonly Start[]): Row {
  const most = Math.max(...starts.map(({ peak }) => peak))
  return {
    what: 'peak memory (RSS): 300 acts and answers, 100 chats, a training',
    figure: `${number(most)} MB at most`,
    bar: { text: `< ${memoryBar} MB`, met: most < memoryBar },
  }
}

async function start(folder: string): Promise<Start> {
  const began = performance.now()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start-engine.ts'), dist, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let seconds = Number.NaN
  let said = ''
  child.stdout.on('data', (text) => {
    if (said === '') seconds = (performance.now() - began) / 1_000
    said += text
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`The engine ended with code ${code}.`)
  return { seconds, peak: (Number(said.trim().split('\n').at(-1)) * 2 ** 20) / 1e6 }
}
