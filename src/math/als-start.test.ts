import { expect, test } from 'vitest'
import { type AlsOptions, fitAls, type Observed } from './als.ts'
import { type Csr, csrFromEntries, transpose } from './csr.ts'
import { symmetricEigen } from './dense.ts'
import { createRandom } from './random.ts'

const options: AlsOptions = {
  ...{ embeddingSize: 5, alpha: 0.1, regularization: 0.01, nu: 1, epochs: 0, blockSize: 0, deviation: 0.1 },
  ...{ seed: 1, runtime: 'wasm' },
}

/** Five groups of people who take little but what their group does; the last item and the last person stay without entries. */
function grouped(users: number, items: number): Observed {
  const random = createRandom(2)
  const entries: [number, number, number][] = []
  for (let user = 0; user < users - 1; user++)
    for (let item = 0; item < items - 1; item++)
      if (random.next() < (user % 5 === item % 5 ? 0.9 : 0.01)) entries.push([user, item, 0.5 + random.next()])
  const byUser = csrFromEntries(users, items, {
    rows: Int32Array.from(entries, ([user]) => user),
    columns: Int32Array.from(entries, ([, item]) => item),
    values: Float32Array.from(entries, ([, , weight]) => weight),
  })
  return { byUser, byItem: transpose(byUser) }
}

const countOf = ({ offsets }: Csr, row: number) => offsets[row + 1]! - offsets[row]!

/** Σ of the squares of the greatest singular values of D_U^−½ R D_I^−½, by all eigenvectors of its Gram matrix. */
function leadingEnergy({ byUser, byItem }: Observed, directions: number): number {
  const { columns } = byUser
  const gram = new Float64Array(columns * columns)
  for (let user = 0; user < byUser.rows; user++) {
    for (let a = byUser.offsets[user]!; a < byUser.offsets[user + 1]!; a++) {
      for (let b = byUser.offsets[user]!; b < byUser.offsets[user + 1]!; b++) {
        const [i, j] = [byUser.indexes[a]!, byUser.indexes[b]!]
        const part = (byUser.values[a]! * byUser.values[b]!) / countOf(byUser, user) / Math.sqrt(countOf(byItem, i) * countOf(byItem, j))
        gram[i * columns + j] = gram[i * columns + j]! + part
      }
    }
  }
  return symmetricEigen(gram, columns)
    .values.subarray(0, directions)
    .reduce((sum, value) => sum + value, 0)
}

test('the embeddings of people are orthonormal; who has nothing has zeros', async () => {
  const observed = grouped(120, 60)
  const { users, items } = await fitAls(observed, options)
  const size = options.embeddingSize
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      let sum = 0
      for (let user = 0; user < 119; user++) sum += (users[user * size + a]! * users[user * size + b]!) / countOf(observed.byUser, user)
      expect(sum).toBeCloseTo(Number(a === b), 3)
    }
  }
  expect([...users.subarray(119 * size), ...items.subarray(59 * size)]).toEqual(new Array(2 * size).fill(0))
})

test('the embeddings of items hold what the leading directions hold, wherever the search began', async () => {
  const observed = grouped(120, 60)
  const { embeddingSize: size } = options
  const most = leadingEnergy(observed, size)
  const shares: number[] = []
  for (let seed = 1; seed <= 8; seed++) {
    const { items } = await fitAls(observed, { ...options, seed })
    let energy = 0
    for (let item = 0; item < 59; item++)
      for (let at = 0; at < size; at++) energy += items[item * size + at]! ** 2 / countOf(observed.byItem, item)
    expect(energy / most).toBeLessThan(1.0001)
    shares.push(energy / most)
  }
  expect(shares.reduce((sum, share) => sum + share, 0) / 8).toBeGreaterThan(0.97)
})

test('one epoch from there is nearer to the end than one from random embeddings', async () => {
  const observed = grouped(120, 60)
  const random = createRandom(1)
  const drawn = (rows: number) => Float32Array.from({ length: rows * options.embeddingSize }, () => 0.05 * random.normal())
  const [led, chance, end] = await Promise.all([
    fitAls(observed, { ...options, epochs: 1 }),
    fitAls(observed, { ...options, epochs: 1, start: { users: drawn(120), items: drawn(60) } }),
    fitAls(observed, { ...options, epochs: 100 }),
  ])
  expect(led.loss - end.loss).toBeLessThan((chance.loss - end.loss) / 4)
})

test('more coordinates than the data has directions: nothing breaks, nobody is left with nothing', async () => {
  const byUser = csrFromEntries(2, 2, { rows: Int32Array.of(0, 1), columns: Int32Array.of(0, 1), values: Float32Array.of(1, 1) })
  for (const embeddingSize of [24, 140]) {
    const { users, items, loss } = await fitAls({ byUser, byItem: transpose(byUser) }, { ...options, embeddingSize, epochs: 2 })
    expect([...users, ...items].every(Number.isFinite)).toBe(true)
    // The matrix of the two pairs is the identity: both directions hold 1.
    const start = await fitAls({ byUser, byItem: transpose(byUser) }, { ...options, embeddingSize, epochs: 0 })
    if (embeddingSize <= 128) expect([...start.items].map((value) => value ** 2).reduce((sum, square) => sum + square)).toBeCloseTo(2, 2)
    const empty = await fitAls(
      {
        byUser: csrFromEntries(2, 2, { rows: new Int32Array(), columns: new Int32Array(), values: new Float32Array() }),
        byItem: transpose(byUser),
      },
      { ...options, embeddingSize, epochs: 0 },
    )
    expect([...empty.users].every((value) => value === 0)).toBe(true)
    expect(loss).toBeLessThan(1)
  }
})
