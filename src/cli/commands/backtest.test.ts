import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { BacktestReport } from '../../evaluation/backtest.ts'
import type { LogReport } from '../../evaluation/log-doctor.ts'
import { createRandom } from '../../math/random.ts'
import type { Surroundings } from '../command.ts'
import { backtestCommand } from './backtest.ts'

const folder = mkdtempSync(join(tmpdir(), 'penchant-backtest-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, lines: readonly string[]) => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
  return join(folder, name)
}

async function run(given: Readonly<Record<string, unknown>>, signal = new AbortController().signal): Promise<string> {
  const lines: string[] = []
  const terminal = {
    ...{ out: (line: string) => lines.push(line), write: () => {}, note: () => {}, status: () => {} },
    ...{ paint: (_: string, text: string) => text, columns: 100, interactive: false, stdin: process.stdin, stdout: process.stdout },
  }
  const clock = { now: () => Date.UTC(2026, 5, 1), elapsed: () => 0 }
  const surroundings = { terminal, environment: {}, clock, signal } as unknown as Surroundings
  await backtestCommand.run(backtestCommand.input.parse(given), surroundings)
  return lines.join('\n')
}

/** 60 people, a sitting of six clicks each, all from one of three shelves of ten. */
const random = createRandom(4)
const clicks = Array.from({ length: 60 }, (_, user) => {
  const shelf = random.integer(3)
  const items = random.shuffle(Array.from({ length: 10 }, (_, item) => item)).slice(0, 6)
  return items.map((item, place) => `${Date.UTC(2026, 0, 5) + user * 1_200_000 + place * 60_000},v${user},${shelf}-${item},click`)
}).flat()
const map = 'user=visitor,item=sku,type=event,occurredAt=when'
const log = file('clicks.csv', ['when,visitor,sku,event', ...clicks, 'never,v1,0-0,click', ',v1,0-0,click'])

describe('backtest', { timeout: 60_000 }, () => {
  test('replays a log of clicks: the doctor first, every contender at once and late, what was left out', async () => {
    const answer = JSON.parse(await run({ log, map, json: true, perUser: 2 })) as {
      readonly doctor: LogReport
      readonly backtest: BacktestReport
      readonly rejected: readonly { readonly reason: string; readonly count: number }[]
    }
    expect(answer.rejected.map(({ reason, count }) => `${count} ${reason}`)).toEqual([
      '1 occurredAt: neither an ISO 8601 time nor an epoch',
      '1 The interaction has no time',
    ])
    expect(answer.doctor.facts).toMatchObject({ events: 360, users: 60, items: 30, wishes: 360, medianEventsASession: 6 })
    const names = ['blend', 'popularity', 'item-knn', 'ease', 'ials']
    expect(answer.backtest.runs.map(({ contender }) => contender)).toEqual([...names, ...names])
    expect(answer.backtest).toMatchObject({ users: 48, moments: 96 })
    // One click tells the shelf, to whoever hears of it at once.
    const gainOf = (name: string) => answer.backtest.freshness.find(({ contender }) => contender === name)?.gain
    for (const name of ['blend', 'item-knn', 'ease']) expect(gainOf(name)?.low).toBeGreaterThan(0)
    expect(Math.abs(gainOf('popularity')?.value ?? 1)).toBeLessThan(0.1)
    expect(answer.backtest.differences.map(({ second }) => second)).toEqual(names.slice(1))
    // What was clicked before is hidden by all alike: the engine is not behind the counts that it is made of.
    expect(answer.backtest.differences.find(({ second }) => second === 'item-knn')?.difference.high).toBeGreaterThanOrEqual(0)
  })

  test('tells people in words and a table, with a file of items and one lag', async () => {
    const items = file('items.csv', [
      'id,title,shelf',
      ...Array.from({ length: 30 }, (_, at) => `${Math.floor(at / 10)}-${at % 10},Item ${at},s${Math.floor(at / 10)}`),
    ])
    const text = await run({ log, map, items, models: 'none', lag: 0, perUser: 1 })
    expect(text).toMatch(/^360 events of 60 people on 30 items/)
    expect(text).toContain('1 rows left out: The interaction has no time')
    expect(text).toMatch(/NDCG@10 at 48 moments of 48 people, order shuffled inside sessions; mean by person, 95 %/)
    expect(text).toMatch(/^blend {7}at once {4}\.?0?\.\d{4} \[0\.\d{4}, 0\.\d{4}\]/m)
    expect(text).toContain('blend − item-knn')
    expect(text).not.toContain('h later')
  })

  test('--doctor-only replays nothing', async () => {
    const answer = JSON.parse(await run({ log, map, json: true, doctorOnly: true }))
    expect(Object.keys(answer)).toEqual(['settings', 'rejected', 'doctor'])
  })

  test('a rating of 4 and more is a wish, a view beside ratings none; ratings off the scale are left out', async () => {
    const rated = file('rated.jsonl', [
      '{"user":"a","item":"x","type":"rating","value":4,"occurredAt":1700000000000}',
      '{"user":"a","item":"y","type":"rating","value":3.5,"occurredAt":1700000000000}',
      '{"user":"b","item":"y","type":"view","occurredAt":1700000600000}',
      '{"user":"b","item":"z","type":"rating","value":9,"occurredAt":1700000600000}',
    ])
    const { doctor, rejected } = JSON.parse(await run({ log: rated, json: true, doctorOnly: true }))
    expect(doctor.facts).toMatchObject({ events: 3, wishes: 1 })
    expect(rejected).toEqual([{ reason: expect.stringContaining('off the scale of 1 to 5'), count: 1 }])
  })

  test('refuses what cannot be replayed, and says why', async () => {
    const small = file('small.csv', ['user,item,occurredAt', 'a,x,2026-01-01', 'b,y,2026-01-02'])
    await expect(run({ log: small })).rejects.toThrow('The log cannot be replayed: it needs times that differ, 30 people and 60 wishes.')
    const untimed = file('untimed.csv', ['user,item', 'a,x'])
    await expect(run({ log: untimed })).rejects.toThrow('has no interaction that can be replayed. 1 rows: The interaction has no time.')
    const goods = file('goods.csv', ['id,title', 'x,X'])
    await expect(run({ log: goods })).rejects.toThrow('holds items, not interactions')
    await expect(run({ log, map, models: 'ease,nothing' })).rejects.toThrow('--models cannot take nothing: there are ')
    await expect(run({ log, map, models: 'item-knn' })).rejects.toThrow('it takes part already, with live counts.')
    await expect(run({ log, map, models: 'biased-mf' })).rejects.toThrow('it needs ratings, and a backtest gives it who wished for what')
    // Too few people to tell whether order matters.
    await expect(run({ log, map, models: 'markov' })).rejects.toThrow(
      'The log does not tell in which order things happened, or is too small',
    )
  })

  test('stops when told to', async () => {
    await expect(run({ log, map, models: 'none' }, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' })
  })
})
