import { existsSync } from 'node:fs'
import { defineConfig } from 'tsdown'

/** Entry name in dist/ → source. The last ones are workers and a process, loaded by URL at run time. */
const entries = {
  index: 'src/index.ts',
  'server/index': 'src/server/index.ts',
  'client/index': 'src/client/index.ts',
  ai: 'src/ai.ts',
  evaluate: 'src/evaluate.ts',
  'testing/index': 'src/testing/index.ts',
  'cli/main': 'src/cli/main.ts',
  'storage/sqlite-writer': 'src/storage/sqlite-writer.ts',
  'embeddings/lsa-worker': 'src/embeddings/lsa-worker.ts',
  'math/threads-worker': 'src/math/threads-worker.ts',
  'models/fit-worker': 'src/models/fit-worker.ts',
  'llm/llama-process': 'src/llm/llama-process.ts',
}

export default defineConfig({
  entry: Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(source))),
  format: 'esm',
  platform: 'node',
  target: 'node24',
  fixedExtension: false,
  dts: true,
  unbundle: true, // files keep their places, so that a worker is found beside the file that starts it
  sourcemap: true,
  clean: ['dist/**', '!dist/web', '!dist/web/**'],
})
