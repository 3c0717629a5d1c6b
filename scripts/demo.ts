/** @file Builds what is stale, then runs the demo with the arguments it was given.
 *
 * Usage: npm run demo -- [--port N] [--no-open] [--data-dir FOLDER]
 */
import { join } from 'node:path'
import { runTask } from '../bootstrap.mjs'
import { buildStale } from './build.ts'

buildStale()
const main = join(import.meta.dirname, '../dist/cli/main.js')
process.exitCode = await runTask(process.execPath, [main, 'demo', ...process.argv.slice(2)], process.env)
