import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

/** Loads a worker's file in a thread of its own, and says which packages that asked for. */
const listening = `
  import { registerHooks } from 'node:module'
  import { parentPort, workerData } from 'node:worker_threads'
  const packages = []
  registerHooks({
    resolve(specifier, context, next) {
      if (!/^(node:|file:|\\.)/.test(specifier)) packages.push(specifier)
      return next(specifier, context)
    },
  })
  await import(workerData.entry)
  parentPort.postMessage({ packages })
`

// A library of schemas takes 18 MB and 50 ms of processor time in each thread that loads it, and what comes to these threads is checked before.
it.each(['../storage/sqlite-writer.ts', '../embeddings/lsa-worker.ts'])('%s loads no package', async (entry) => {
  // No database can be opened below a file.
  const workerData = { entry: new URL(entry, import.meta.url).href, path: `${import.meta.filename}/none` }
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(listening)}`), { workerData, execArgv: [] })
  const packages = await new Promise((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', (message) => 'packages' in message && resolve(message.packages))
  })
  await worker.terminate()
  expect(packages).toEqual([])
})
