/** @file penchant chat: one message and its answer, or a conversation when nothing is said and somebody sits there. */

import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { text as readAll } from 'node:stream/consumers'
import { z } from 'zod'
import type { ChatAnswer, ChatRequest, Penchant } from '../../engine/penchant.ts'
import { PenchantError } from '../../errors.ts'
import { commonOptions, defineCommand, type Surroundings } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { requestOptions } from '../requests.ts'
import { printDegraded, printJson, printRules, printSlate } from '../slate-text.ts'
import { harmless, type Terminal, wrap } from '../terminal.ts'

export const chat = defineCommand({
  name: 'chat',
  summary: 'Say what you are in the mood for',
  positional: ['message'],
  input: z.strictObject({
    message: z.string().min(1).optional().describe('What you say; left out, a conversation begins, or the message is read from a pipe'),
    user: requestOptions.user.describe('Who speaks: what they state is kept in their profile; a stranger when left out'),
    k: z.number().int().min(1).max(100).optional().describe('Number of items; what the message asks for, or 5').meta({ short: 'k' }),
    ...commonOptions,
  }),
  examples: ['chat "something funny after 1990"', 'chat --user ada', 'chat "no war, please" --user ada --json'],
  async run({ message, user, k, dataDir, json }, surroundings) {
    const { terminal, signal } = surroundings
    const talks = message === undefined && terminal.interactive && !json
    const said = talks ? '' : (message ?? (await pipedMessage(terminal)))
    await withEngine({ dataDir, bundled: true }, surroundings, async (penchant) => {
      if (talks) await talk(penchant, { user, k }, surroundings)
      else if (json) printJson(await penchant.chat({ message: said, user, k }, { signal }), terminal)
      else await answer(penchant, { message: said, user, k }, surroundings)
    })
  },
})

async function pipedMessage({ stdin }: Terminal): Promise<string> {
  const message = stdin.isTTY ? '' : (await readAll(stdin)).trim()
  if (message === '') throw new PenchantError('invalid-input', 'There is no message. Say one: penchant chat "something short and funny".')
  return message
}

async function talk(penchant: Penchant, request: Omit<ChatRequest, 'message'>, surroundings: Surroundings): Promise<void> {
  const { terminal, signal } = surroundings
  const conversation = randomUUID()
  const lines = createInterface({ input: terminal.stdin, output: terminal.stdout })
  const prompt = terminal.paint('green', '› ')
  terminal.out(terminal.paint('dim', 'Say what you are in the mood for. An empty line, or Ctrl-D, ends.'))
  try {
    lines.setPrompt(prompt)
    lines.prompt()
    for await (const line of lines) {
      const message = line.trim()
      if (message === '' || signal.aborted) break
      await answer(penchant, { ...request, message, conversation }, surroundings)
      lines.prompt()
    }
  } finally {
    lines.close()
  }
}

/** The reply as it is written, then the cards. */
async function answer(penchant: Penchant, request: ChatRequest, { terminal, signal }: Surroundings): Promise<void> {
  const { out, status } = terminal
  let done: ChatAnswer | undefined
  let reply = ''
  for await (const event of penchant.chatStream(request, { signal })) {
    if (event.type === 'text') reply += event.text
    if (event.type === 'restart') reply = ''
    if (event.type === 'done') done = event.answer
    else status(terminal.paint('dim', harmless(reply).slice(-(terminal.columns - 2))))
  }
  status('')
  if (done === undefined) throw new PenchantError('aborted', 'The chat ended before its answer was whole. Ask again.')
  out(wrap(done.reply.split('\n').map(harmless).join('\n'), terminal.columns))
  out('')
  printSlate({ ...done, degraded: [] }, terminal)
  if (done.rules.length > 0) out(terminal.paint('bold', '\nRules in force'))
  printRules(done.rules, terminal)
  printDegraded(done.degraded, terminal)
}
