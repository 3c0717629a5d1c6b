import { describe, expect, it } from 'vitest'
import { type ByUserMetric, createRows, figuresOf } from './columns.ts'
import { parseMetric } from './metrics/index.ts'

const metrics = ['NDCG@10', 'RMSE'].map(parseMetric) as readonly ByUserMetric[]
const nothing = Number.NaN

describe('createRows', () => {
  it('takes the folds of one user together: values are averaged, sums and counts added up', () => {
    const rows = createRows(metrics)
    rows.add(7, [[0.5], [4, 2]])
    rows.add(3, [[nothing], [1, 1]])
    rows.add(7, [[1], [5, 1]])
    rows.add(3, [[0.25], [nothing, nothing]])
    rows.add(5, [[nothing], [nothing, nothing]])
    const { users, columns } = rows.byUser()
    expect(users).toEqual([7, 3, 5])
    // A fold that says nothing of a user does not pull the mean down.
    expect([...columns['NDCG@10']![0]!]).toEqual([0.75, 0.25, nothing])
    expect(columns.RMSE!.map((column) => [...column])).toEqual([
      [9, 1, nothing],
      [3, 1, nothing],
    ])
  })
})

describe('figuresOf', () => {
  it('is of the users of whom the metric says something', () => {
    const found = figuresOf(metrics, {
      'NDCG@10': [Float64Array.of(0.75, 0.25, nothing)],
      RMSE: [Float64Array.of(9, 1, nothing), Float64Array.of(3, 1, nothing)],
    })
    expect(found['NDCG@10']).toMatchObject({ value: 0.5, users: 2 })
    expect(found.RMSE!.value).toBeCloseTo(Math.sqrt(10 / 4))
    expect(found.RMSE!.users).toBe(2)
    expect(found.RMSE!.low).toBeLessThan(found.RMSE!.high)
  })

  it('has no metrics where there are none', () => {
    expect(figuresOf([], {})).toEqual({})
  })
})
