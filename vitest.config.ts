import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
const sharedData = join(root, '../shared/data')
const dataFolder = process.env.PENCHANT_DATA ?? (existsSync(sharedData) ? sharedData : undefined)

export default defineConfig({
  resolve: {
    alias: [
      { find: /^penchant$/, replacement: join(root, 'src/index.ts') },
      { find: /^penchant\/ai$/, replacement: join(root, 'src/ai.ts') },
      { find: /^penchant\/(server|client|testing)$/, replacement: join(root, 'src/$1/index.ts') },
    ],
  },
  test: {
    include: ['*.test.ts', '{src,scripts,test,examples,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'src/math/assembly/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    env: dataFolder === undefined ? {} : { PENCHANT_DATA: dataFolder },
    coverage: { include: ['src/**/*.ts'], exclude: ['src/math/*.wasm.ts', 'src/math/assembly/**'] },
  },
})
