import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const main = join(import.meta.dirname, 'main.ts')
const fixtures = join(import.meta.dirname, '../../test/fixtures')
const folder = mkdtempSync(join(tmpdir(), 'penchant-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const environment = { PATH: process.env.PATH, PENCHANT_DATA_DIR: join(folder, 'default'), PENCHANT_DEBUG: '' }
const start = (given: readonly string[], variables: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [main, ...given], { env: { ...environment, ...variables } })

type Run = { readonly code: number | null; readonly out: string; readonly err: string }
async function ended(child: ChildProcessWithoutNullStreams): Promise<Run> {
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, out, err }
}
async function penchant(...given: readonly string[]): Promise<Run> {
  const child = start(given)
  child.stdin.end()
  return ended(child)
}

const bundled = join(folder, 'bundled')
const titles = new Set(
  readFileSync(join(import.meta.dirname, '../../catalogue/films.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { readonly title: string }).title),
)
beforeAll(async () => {
  expect(await penchant('recommend', '--data-dir', bundled)).toMatchObject({ code: 0 })
}, 60_000)

describe('the bundled catalogue', { timeout: 60_000 }, () => {
  test('chat --json prints one document: reply, items of the catalogue, rules, tier', async () => {
    const { code, out, err } = await penchant('chat', 'something funny after 1990, no horror', '--json', '--data-dir', join(folder, 'new'))
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/is new: the bundled catalogue of 1,000 items is put there\.\n$/),
    })
    const answer = JSON.parse(out)
    expect(answer).toMatchObject({ reply: expect.stringMatching(/\w/), tier: expect.any(String), rules: expect.any(Array) })
    expect(answer.items.length).toBeGreaterThan(2)
    for (const { item, score, reason, sources } of answer.items) {
      expect(titles).toContain(item.title)
      expect(item.attributes.year).toBeGreaterThan(1_990)
      expect(item.attributes.genres).not.toContain('horror')
      expect([typeof score, typeof reason.text, sources.length > 0]).toEqual(['number', 'string', true])
    }
  })

  test('chat reads a message from a pipe and answers people in text', async () => {
    const child = start(['chat', '--data-dir', bundled])
    child.stdin.end('a western, please\n')
    const { code, out, err } = await ended(child)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^1 {2}\S/m)
    expect(out).not.toContain('\x1b')
  })

  test('recommend --explore gives so many places to topics that are drawn', async () => {
    const { out } = await penchant('recommend', '--explore', '0.5', '--k', '8', '--json', '--data-dir', bundled)
    const kinds = JSON.parse(out).items.map(({ reason }: { readonly reason: { readonly kind: string } }) => reason.kind)
    expect(kinds.filter((kind: string) => kind === 'explore')).toHaveLength(4)
    expect(kinds).toHaveLength(8)
  })

  test('what is said as somebody is kept, shown by profile, and taken back', async () => {
    const said = await penchant('chat', 'no horror', '--user', 'ada', '--json', '--data-dir', bundled)
    const [rule] = JSON.parse(said.out).rules
    expect(rule).toMatchObject({ words: expect.stringContaining('horror') })
    const shown = await penchant('profile', 'ada', '--data-dir', bundled)
    expect(shown.out).toContain(rule.id)
    const removed = await penchant('profile', 'ada', '--remove-rule', rule.id, '--json', '--data-dir', bundled)
    expect(JSON.parse(removed.out).rules).toEqual([])
  })

  test('recommend, similar and search give the asked number of items of the catalogue', async () => {
    const [first] = readFileSync(join(import.meta.dirname, '../../catalogue/films.jsonl'), 'utf8').split('\n', 1)
    const { id } = JSON.parse(first as string)
    for (const given of [
      ['recommend', '--user', 'ben'],
      ['similar', id],
      ['search', 'a train at night'],
    ]) {
      const { code, out } = await penchant(...given, '--k', '4', '--filter', '{"year":{"gte":1990}}', '--json', '--data-dir', bundled)
      const { items } = JSON.parse(out)
      expect([given[0], code, items.length]).toEqual([given[0], 0, 4])
      for (const { item } of items) expect([titles.has(item.title), item.attributes.year >= 1_990]).toEqual([true, true])
    }
  })
})

describe('import', { timeout: 60_000 }, () => {
  const teas = join(folder, 'teas')

  test('items, then ratings, into a folder of its own; what was rejected, by reason and line', async () => {
    const map = 'id=tea,title=Name,attributes.kinds=kinds|split(,)'
    const items = await penchant('import', 'csv', join(fixtures, 'teas.csv'), '--map', map, '--json', '--data-dir', teas)
    expect({ code: items.code, err: items.err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(items.out)).toMatchObject({ items: 4, interactions: 0, duplicateItems: 1, rejected: 2 })
    const scale = 'user=who,item=tea,value=stars|scale(1,10),occurredAt=when'
    const ratings = await penchant('import', 'csv', join(fixtures, 'tea-ratings.csv'), '--map', scale, '--data-dir', teas)
    expect(ratings.out).toMatch(/^0 {2}items\n3 {2}interactions of 2 people\n3 {2}rows rejected\n/)
    expect(ratings.out).toContain('1 × value: outside the scale  tea-ratings.csv:4')
    const slate = JSON.parse((await penchant('recommend', '--user', 'cy', '--json', '--data-dir', teas)).out)
    expect(slate.items.map(({ item }: { item: { id: string } }) => item.id).sort()).toEqual(['assam', 'mint', 'oolong', 'sencha'])
  })

  test('orders of a shop of one’s own: bought together in the list, and as a model of the evaluation', async () => {
    const [shop, data] = [join(folder, 'shop'), join(folder, 'shop-data')]
    mkdirSync(shop)
    const goods = ['tent', 'pegs', 'stove', 'gas', 'lamp', 'rope']
    writeFileSync(join(shop, 'goods.csv'), ['id,title', ...goods.map((id) => `${id},The ${id}`)].join('\n'))
    // Forty people buy two pairs each, a pair an order: what goes with what is plain, whatever is popular.
    const pairs = [0, 2, 4].map((at) => goods.slice(at, at + 2))
    const lines = Array.from({ length: 40 }, (_, person) =>
      [0, 1].flatMap((n) => pairs[(person + n) % 3]!.map((item, at) => `p${person},${item},o${n},${1_700_000_000 + 60 * (2 * n + at)}`)),
    ).flat()
    const orders = join(shop, 'orders.csv')
    writeFileSync(orders, ['customer,sku,order,when', ...lines].join('\n'))
    const map = 'user=customer,item=sku,orderId=order,occurredAt=when'
    await penchant('import', 'csv', join(shop, 'goods.csv'), '--data-dir', data)
    const imported = await penchant('import', 'csv', orders, '--map', map, '--json', '--data-dir', data)
    expect(JSON.parse(imported.out)).toMatchObject({ interactions: 160, rejected: 0 })
    // Without times, the order alone tells two purchases of one thing apart.
    const again = join(shop, 'again.csv')
    writeFileSync(again, 'user,item,orderId\np0,tent,x1\np0,tent,x2\n')
    expect((await penchant('import', 'csv', again, '--data-dir', data)).out).toContain('2  interactions of 1 people')
    const bought = await penchant('also-bought', 'tent', '--json', '--data-dir', data)
    // Of p, p + 1 modulo 3, the persons whose pairs are 0 and 1, or 2 and 0: 14 + 13.
    const { items } = JSON.parse(bought.out)
    expect(items.map(({ item, reason }: never) => [(item as { id: string }).id, (reason as { text: string }).text])).toEqual([
      ['pegs', 'Bought together with The tent in 27 orders'],
    ])
    const log = ['--data', `csv:${orders}`, '--models', 'also-bought', '--metrics', 'NDCG@1', '--json']
    const judged = await penchant('evaluate', ...log, '--map', map)
    expect([judged.code, judged.err]).toEqual([0, ''])
    expect(JSON.parse(judged.out).models[0]).toMatchObject({ metrics: { 'NDCG@1': { value: 1, users: 40 } } })
    const without = await penchant('evaluate', ...log, '--map', 'user=customer,item=sku,occurredAt=when')
    expect(JSON.parse(without.err).error.message).toContain('does not say what was bought together (an orderId of each purchase)')
  })

  test('with --strict, and from a truncated zip, nothing is there afterwards', async () => {
    const strict = await penchant('import', 'jsonl', join(fixtures, 'recipes.jsonl'), '--strict', '--data-dir', join(folder, 'strict'))
    expect({ ...strict, err: strict.err.split(':')[0] }).toEqual({ code: 1, out: '', err: 'penchant' })
    expect(strict.err).toContain('recipes.jsonl, line 4')
    const zip = join(folder, 'cut.zip')
    writeFileSync(zip, Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)]))
    const cut = await penchant('import', 'movielens', zip, '--json', '--data-dir', join(folder, 'cut'))
    expect([cut.code, JSON.parse(cut.err).error.code]).toEqual([1, 'import-rejected'])
    const { out } = await penchant('doctor', '--json', '--data-dir', join(folder, 'cut'))
    expect(JSON.parse(out).checks).toContainEqual(expect.objectContaining({ name: 'catalogue', state: 'warning' }))
  })
})

describe('wrong usage', { timeout: 60_000 }, () => {
  test.each([
    [['recommend', '--k', '0'], 2, /^penchant: --k is wrong: .*\n$/],
    [['recommend', '--filter', '{'], 2, /^penchant: --filter is not JSON/],
    [['chat'], 2, /^penchant: There is no message\./],
    [['evaluate', '--models', 'ease'], 2, /^penchant: --data is wrong: say on what: KIND or KIND:PATH\.\n$/],
    [['evaluate', '--data', 'coat', '--models', 'ease'], 2, /^penchant: Say where coat lies: coat:FOLDER, or set PENCHANT_DATA/],
    [['compare', 'no-such-run'], 1, /^penchant: There is no run in no-such-run\./],
    [['dance'], 2, /unknown command 'dance'/],
    [['import', 'csv', 'no-such-file.csv'], 2, /^penchant: There is no file or folder no-such-file\.csv/],
    [['import', 'movielens', fixtures, '--map', 'id=a'], 2, /^penchant: --map is for csv and jsonl/],
    [['similar', 'no-such-item', '--data-dir', bundled], 1, /^penchant: .*\n {2}Find ids with: /],
  ])('%j', async (given, code, message) => {
    const run = await penchant(...given)
    expect({ ...run, err: '' }).toEqual({ code, out: '', err: '' })
    expect(run.err).toMatch(message)
    expect(run.err).not.toMatch(/^ +at /m)
  })

  test('a stack is shown when it is asked for', async () => {
    const child = start(['recommend', '--k', '0'], { PENCHANT_DEBUG: '1' })
    expect((await ended(child)).err).toMatch(/^ +at /m)
  })
})

describe('doctor', { timeout: 60_000 }, () => {
  const checksOf = ({ out }: Run) => Object.fromEntries(JSON.parse(out).checks.map((check: { name: string }) => [check.name, check]))

  test('a new folder is well and stays unmade', async () => {
    const untouched = join(folder, 'untouched')
    const run = await penchant('doctor', '--json', '--data-dir', untouched)
    expect(run.code).toBe(0)
    expect(checksOf(run)).toMatchObject({
      node: { state: 'ok' },
      folder: { state: 'ok' },
      database: { state: 'skipped' },
      model: { state: 'skipped' },
    })
    expect(existsSync(untouched)).toBe(false)
  })

  test('counts, an occupied port, a file in place of the folder, a model without its key', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const port = String((server.address() as AddressInfo).port)
    const run = await penchant('doctor', '--json', '--port', port, '--data-dir', bundled)
    server.close()
    expect(checksOf(run)).toMatchObject({ port: { state: 'warning' }, catalogue: { says: '1000 items' }, encoder: { state: 'ok' } })

    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    const wrong = await ended(start(['doctor', '--json', '--data-dir', file], { PENCHANT_MODEL: 'openai/some-model' }))
    expect(wrong.code).toBe(1)
    expect(checksOf(wrong)).toMatchObject({
      folder: { state: 'failed' },
      model: { state: 'failed', says: expect.stringContaining('OPENAI_API_KEY') },
    })
  })
})

describe('a server', { timeout: 60_000 }, () => {
  test('demo serves until it is told to stop, keeps others out of its folder, and leaves everything closed', async () => {
    const child = start(['demo', '--port', '0', '--no-open', '--json', '--data-dir', bundled])
    const run = ended(child)
    const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
    const { url, items } = JSON.parse(line)
    expect(items).toBe(1_000)
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })

    const other = await penchant('recommend', '--data-dir', bundled)
    expect(other.code).toBe(1)
    expect(other.err).toMatch(/^penchant: .*\n {2}Stop the other penchant/)
    const looked = JSON.parse((await penchant('doctor', '--json', '--data-dir', bundled)).out).checks
    expect(looked).toContainEqual(expect.objectContaining({ name: 'database', state: 'warning' }))

    child.kill('SIGTERM')
    expect(await run).toMatchObject({ code: 0, err: expect.stringContaining('Closing.') })
    expect(await penchant('recommend', '--data-dir', bundled)).toMatchObject({ code: 0, err: '' })
  })

  test('serve does not listen beyond loopback without keys', async () => {
    const run = await penchant('serve', '--host', '0.0.0.0', '--port', '0', '--data-dir', bundled)
    expect(run).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^penchant: Without keys/) })
  })
})
