import { Command as Commander } from 'commander'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { commonOptions, defineCommand, register } from './command.ts'

const input = z.strictObject({
  word: z.string().min(1).describe('What to say'),
  rest: z.string().optional().describe('What follows'),
  howMany: z.number().int().min(1).default(3).describe('How often').meta({ short: 'n' }),
  tone: z.enum(['loud', 'soft']).optional().describe('How'),
  echo: z.boolean().default(true).describe('Without an echo'),
  ...commonOptions,
})

function program() {
  const runs: unknown[] = []
  const command = defineCommand({
    name: 'say',
    summary: 'Says something',
    positional: ['word', 'rest'],
    input,
    examples: ['say hello'],
    run: async (given) => void runs.push(given),
  })
  const commander = new Commander('penchant').exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
  register(commander, command, (run) => run(undefined as never))
  const say = async (...given: readonly string[]) => {
    await commander.parseAsync(['say', ...given], { from: 'user' })
    return runs.at(-1)
  }
  return { say, help: () => commander.commands[0]?.helpInformation() ?? '' }
}

test('arguments and options arrive as the schema types them, with its defaults', async () => {
  expect(await program().say('hello')).toEqual({ word: 'hello', howMany: 3, echo: true, json: false })
  const given = ['hello', 'world', '--how-many', '5', '--no-echo', '--json', '--data-dir', 'x', '--tone', 'soft']
  expect(await program().say(...given)).toEqual({
    ...{ word: 'hello', rest: 'world', howMany: 5, echo: false, json: true, dataDir: 'x', tone: 'soft' },
  })
  expect(await program().say('hello', '-n', '2')).toMatchObject({ howMany: 2 })
})

describe('wrong usage', () => {
  test.each([
    [['hello', '--how-many', '0'], '--how-many is wrong: Too small: expected number to be >=1.'],
    [['hello', '--how-many', 'many'], '--how-many is wrong: it is not a number.'],
    [['hello', '--how-many', '1e999'], '--how-many is wrong: Invalid input: expected number, received Infinity.'],
    [['hello', '--tone', 'shrill'], '--tone is wrong: Invalid option: expected one of "loud"|"soft".'],
    [[''], '<word> is wrong: Too small: expected string to have >=1 characters.'],
    [[], "error: missing required argument 'word'"],
    [['hello', '--shout'], "error: unknown option '--shout'"],
  ])('%j', async (given, message) => {
    await expect(program().say(...given)).rejects.toThrow(message)
  })
})

test('the help lists every field of the schema', () => {
  const help = program().help()
  expect(help).toContain('Usage: penchant say [options] <word> [rest]')
  for (const line of ['-n, --how-many <n>', 'How often (default 3)', '--no-echo', 'How (one of loud, soft)', '--data-dir <folder>'])
    expect(help).toContain(line)
})
