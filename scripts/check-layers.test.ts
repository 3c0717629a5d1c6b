import { describe, expect, it } from 'vitest'
import { importsOf, layerProblems, partOf } from './check-layers.ts'

const problemsOf = (files: Record<string, string>) => layerProblems(new Map(Object.entries(files)))

describe('importsOf', () => {
  it('finds every form of import, and tells types apart', () => {
    const code = `
      import { a } from '../math/csr.ts'
      import type { B } from './b.ts'
      import {
        c,
      } from "./c.ts"
      import './d.ts'
      export { e } from './e.ts'
      export type { F } from './f.ts'
      export * from './g.ts'
      const h = await import('./h.ts')
      new Worker(new URL('./i.ts', import.meta.url))
      import { z } from 'zod'
      import { p } from 'penchant'`
    expect(importsOf('src/data/x.ts', code)).toEqual([
      { path: 'src/math/csr.ts', typeOnly: false },
      { path: 'src/data/b.ts', typeOnly: true },
      { path: 'src/data/c.ts', typeOnly: false },
      { path: 'src/data/d.ts', typeOnly: false },
      { path: 'src/data/e.ts', typeOnly: false },
      { path: 'src/data/f.ts', typeOnly: true },
      { path: 'src/data/g.ts', typeOnly: false },
      { path: 'src/data/h.ts', typeOnly: false },
      { path: 'src/data/i.ts', typeOnly: false },
      { path: 'src/index.ts', typeOnly: false },
    ])
  })
  it('does not read comments, nor takes a path pattern in a string for one', () => {
    expect(importsOf('src/data/x.ts', `// import './b.ts'\n/** import './c.ts' */\nconst all = 'src/**/x'\nimport './d.ts'`)).toEqual([
      { path: 'src/data/d.ts', typeOnly: false },
    ])
  })
})

describe('partOf', () => {
  it('tells the storage contract from its drivers', () => {
    expect(partOf('src/storage/storage.ts')).toBe('storage contract')
    expect(partOf('src/storage/sqlite.ts')).toBe('storage drivers')
    expect(partOf('src/errors.ts')).toBe('errors')
  })
})

describe('layerProblems', () => {
  it('accepts imports from the left and inside a part', () => {
    expect(
      problemsOf({
        'src/errors.ts': '',
        'src/storage/storage.ts': `import { E } from '../errors.ts'`,
        'src/models/knn/a.ts': `import '../model.ts'\nimport '../../math/csr.ts'\nimport '../../storage/storage.ts'`,
        'src/models/model.ts': '',
        'src/engine/create-engine.ts': `import '../models/model.ts'\nimport '../storage/sqlite.ts'`,
        'src/client/index.ts': `import type { App } from '../server/app.ts'`,
        'web/src/main.tsx': `import { client } from 'penchant/client'`,
      }),
    ).toEqual([])
  })
  it.each([
    ['an import from the right', 'src/data/a.ts', `import '../engine/b.ts'`, '"engine" is not to the left of "data"'],
    ['an import between parts of one layer', 'src/retrieval/a.ts', `import '../llm/b.ts'`, '"llm" is not to the left of "retrieval"'],
    [
      'a driver from a sibling part',
      'src/capture/a.ts',
      `import '../storage/sqlite.ts'`,
      '"storage drivers" is not to the left of "capture"',
    ],
    ['a value from the server in the client', 'src/client/a.ts', `import { app } from '../server/app.ts'`, 'the client imports types only'],
    ['the engine in the web', 'web/src/a.tsx', `import '../../src/engine/b.ts'`, 'the web imports only the client'],
    ['our own door from inside', 'src/server/a.ts', `import { x } from 'penchant'`, '"index" is a door for users'],
    ['a folder that no layer names', 'src/extras/a.ts', '', '"extras" is in no layer'],
  ])('refuses %s', (_, path, code, message) => {
    const problems = problemsOf({ [path]: code })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(message)
  })
  it('refuses circles, of types too', () => {
    expect(problemsOf({ 'src/math/a.ts': `import './b.ts'`, 'src/math/b.ts': `import type { A } from './a.ts'` })).toEqual([
      'circle: src/math/a.ts → src/math/b.ts → src/math/a.ts',
    ])
  })
  it('leaves tests alone', () => {
    expect(problemsOf({ 'src/data/a.test.ts': `import '../engine/b.ts'` })).toEqual([])
  })
})
