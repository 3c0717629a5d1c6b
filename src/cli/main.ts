#!/usr/bin/env node
/** @file The command-line interface: `penchant <command>`. */

import { Command as Commander } from 'commander'
import { systemClock } from '../engine/clock.ts'
import { readEnvironment } from '../engine/environment.ts'
import { version } from '../engine/version.ts'
import { type Command, register } from './command.ts'
import { backtestCommand } from './commands/backtest.ts'
import { chat } from './commands/chat.ts'
import { compareCommand } from './commands/compare.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { evaluate } from './commands/evaluate.ts'
import { importCommand } from './commands/import.ts'
import { profile } from './commands/profile.ts'
import { recommend } from './commands/recommend.ts'
import { search } from './commands/search.ts'
import { serve } from './commands/serve.ts'
import { alsoBought, similar } from './commands/similar.ts'
import { train } from './commands/train.ts'
import { tuneCommand } from './commands/tune.ts'
import { tellFailure } from './failure.ts'
import { createTerminal } from './terminal.ts'

const commands: readonly Command[] = [
  demo,
  serve,
  importCommand,
  recommend,
  similar,
  alsoBought,
  search,
  chat,
  profile,
  train,
  evaluate,
  compareCommand,
  tuneCommand,
  backtestCommand,
  doctor,
]

/**
 * Runs one command.
 *
 * @param given what stands after the program's name.
 * @returns the exit code: 0, 1 when it failed, 2 when it was used wrongly.
 */
async function main(given: readonly string[]): Promise<number> {
  const environment = readEnvironment()
  const terminal = createTerminal(process, environment.plain)
  const stop = new AbortController()
  // A second signal ends the process at once, as if nobody listened.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  // Whoever reads our output may stop before its end (`penchant … | head`).
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })

  const program = new Commander('penchant')
    .description('A recommender that learns taste in real time and recommends only what is in your catalogue.')
    .version(version, '-v, --version', 'Show the version')
    .helpOption('-h, --help', 'Show help')
    .helpCommand('help [command]', 'Show help for a command')
    .configureHelp({ sortSubcommands: false })
    .exitOverride()
  for (const command of commands)
    register(program, command, (run) => run({ terminal, environment, clock: systemClock, signal: stop.signal }))
  try {
    await program.parseAsync(given, { from: 'user' })
    return 0
  } catch (error) {
    return tellFailure(error, terminal, { json: given.includes('--json'), debug: environment.debug })
  }
}

if (import.meta.main) {
  const exitCode = await main(process.argv.slice(2))
  // A command that found a fault without failing itself has set the code already.
  if (exitCode !== 0) process.exitCode = exitCode
}
