/** @file Writes a tiny model for llama.cpp: a valid GGUF of two layers whose weights are random, or chosen so that it says one given text.
 *
 * Format: GGUF 3 (magic, counts, metadata, tensor descriptions, tensors aligned to 32 bytes), architecture `llama`, vocabulary of SentencePiece kind
 * with every byte, so that any prompt can be read. Source: ggml's docs/gguf.md. Size: half a megabyte.
 */
import { writeFileSync } from 'node:fs'
import { createRandom } from '../../src/math/random.ts'

export type TinyModel = {
  readonly seed: number
  /** The pieces it says one after the other, each but once, before it ends; random weights when left out. A space is written as “▁”. */
  readonly says?: readonly string[] | undefined
  /** Goes back to the first piece in place of ending. */
  readonly forEver?: boolean | undefined
}

const size = 64
const inner = 128
const layers = 2
const heads = 4
const contextLength = 8_192
const template = `{% for message in messages %}{{ message['content'] + '\\n' }}{% endfor %}{{ '>' }}`
/** What the template ends with: after it the model speaks. */
const opening = '>'
const endToken = 2

export function writeTinyGguf(path: string, { seed, says, forEver = false }: TinyModel): void {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)
  const characters = [...'▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?()[]{}<>"\'/=_-']
  const words = says ?? ['▁the', '▁film', '▁is', '▁[1]', '▁[2]', '▁good', '▁and', '▁like', '▁Heat', '▁quiet']
  const tokens = ['<unk>', '<s>', '</s>', ...bytes, ...characters, ...words.filter((word) => !characters.includes(word))]
  const random = createRandom(seed)
  const randoms = (count: number, scale: number) => Float32Array.from({ length: count }, () => (random.next() * 2 - 1) * scale)
  const embedding = randoms(tokens.length * size, 1)
  const output = says ? speaking(says, { tokens, embedding, forEver }) : randoms(tokens.length * size, 0.5)
  // Layers that add nothing leave the next piece to the last one alone.
  const added = says ? 0 : 0.2
  const ones = () => new Float32Array(size).fill(1)
  const layer = (at: number): readonly Tensor[] => [
    { name: `blk.${at}.attn_norm.weight`, shape: [size], values: ones() },
    ...['attn_q', 'attn_k', 'attn_v'].map((part) => matrix(`blk.${at}.${part}.weight`, size, size, randoms(size * size, 0.2))),
    matrix(`blk.${at}.attn_output.weight`, size, size, randoms(size * size, added)),
    { name: `blk.${at}.ffn_norm.weight`, shape: [size], values: ones() },
    matrix(`blk.${at}.ffn_gate.weight`, size, inner, randoms(size * inner, 0.2)),
    matrix(`blk.${at}.ffn_up.weight`, size, inner, randoms(size * inner, 0.2)),
    matrix(`blk.${at}.ffn_down.weight`, inner, size, randoms(inner * size, added)),
  ]
  const tensors = [
    matrix('token_embd.weight', size, tokens.length, embedding),
    ...Array.from({ length: layers }, (_, at) => layer(at)).flat(),
    { name: 'output_norm.weight', shape: [size], values: ones() },
    matrix('output.weight', size, tokens.length, output),
  ]
  writeFileSync(path, ggufOf(metadata(tokens, bytes.length), tensors))
}

type Tensor = { readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array }
const matrix = (name: string, columns: number, rows: number, values: Float32Array): Tensor => ({ name, shape: [columns, rows], values })

/** The row of each piece points where the piece before it lies. */
function speaking(
  says: readonly string[],
  { tokens, embedding, forEver }: { readonly tokens: readonly string[]; readonly embedding: Float32Array; readonly forEver: boolean },
): Float32Array {
  const output = new Float32Array(embedding.length)
  const chain = [opening, ...says].map((piece) => tokens.indexOf(piece))
  for (const [at, token] of chain.entries()) {
    const next = chain[at + 1] ?? (forEver ? (chain[1] as number) : endToken)
    for (let d = 0; d < size; d++) output[next * size + d] = (output[next * size + d] as number) + (embedding[token * size + d] as number)
  }
  return output
}

type Value = { readonly type: number; readonly write: (out: Writer) => void }
const uint = (value: number): Value => ({ type: 4, write: (out) => out.u32(value) })
const float = (value: number): Value => ({ type: 6, write: (out) => out.f32(value) })
const flag = (value: boolean): Value => ({ type: 7, write: (out) => out.u8(value ? 1 : 0) })
const text = (value: string): Value => ({ type: 8, write: (out) => out.text(value) })
const list = (values: readonly Value[]): Value => ({
  type: 9,
  write: (out) => {
    out.u32(values[0]?.type ?? 4)
    out.u64(values.length)
    for (const value of values) value.write(out)
  },
})

function metadata(tokens: readonly string[], byteTokens: number): Readonly<Record<string, Value>> {
  const kindOf = (at: number) => (at === 0 ? 2 : at < 3 ? 3 : at < 3 + byteTokens ? 6 : 1)
  return {
    'general.architecture': text('llama'),
    'general.name': text('tiny'),
    'llama.context_length': uint(contextLength),
    'llama.embedding_length': uint(size),
    'llama.block_count': uint(layers),
    'llama.feed_forward_length': uint(inner),
    'llama.attention.head_count': uint(heads),
    'llama.attention.head_count_kv': uint(heads),
    'llama.attention.layer_norm_rms_epsilon': float(1e-5),
    'llama.rope.dimension_count': uint(size / heads),
    'llama.vocab_size': uint(tokens.length),
    'tokenizer.ggml.model': text('llama'),
    'tokenizer.ggml.tokens': list(tokens.map(text)),
    'tokenizer.ggml.scores': list(tokens.map((_, at) => float(-at))),
    'tokenizer.ggml.token_type': list(tokens.map((_, at) => uint(kindOf(at))).map(({ write }) => ({ type: 5, write }))),
    'tokenizer.ggml.unknown_token_id': uint(0),
    'tokenizer.ggml.bos_token_id': uint(1),
    'tokenizer.ggml.eos_token_id': uint(endToken),
    'tokenizer.ggml.add_space_prefix': flag(false),
    'tokenizer.chat_template': text(template),
  }
}

const aligned = (length: number) => Math.ceil(length / 32) * 32

function ggufOf(values: Readonly<Record<string, Value>>, tensors: readonly Tensor[]): Uint8Array {
  const out = createWriter()
  out.u32(0x46554747) // "GGUF"
  out.u32(3)
  out.u64(tensors.length)
  out.u64(Object.keys(values).length)
  for (const [key, value] of Object.entries(values)) {
    out.text(key)
    out.u32(value.type)
    value.write(out)
  }
  let offset = 0
  for (const { name, shape, values: numbers } of tensors) {
    out.text(name)
    out.u32(shape.length)
    for (const length of shape) out.u64(length)
    out.u32(0) // 32-bit floats
    out.u64(offset)
    offset += aligned(numbers.byteLength)
  }
  const parts = [padded(out.bytes()), ...tensors.map(({ values: numbers }) => padded(Buffer.from(numbers.buffer)))]
  return Buffer.concat(parts)
}

const padded = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)])

type Writer = ReturnType<typeof createWriter>
function createWriter() {
  const parts: Buffer[] = []
  const put = (length: number, write: (buffer: Buffer) => void) => {
    const buffer = Buffer.alloc(length)
    write(buffer)
    parts.push(buffer)
  }
  const u64 = (value: number) => put(8, (buffer) => buffer.writeBigUInt64LE(BigInt(value)))
  return {
    u8: (value: number) => put(1, (buffer) => buffer.writeUInt8(value)),
    u32: (value: number) => put(4, (buffer) => buffer.writeUInt32LE(value)),
    f32: (value: number) => put(4, (buffer) => buffer.writeFloatLE(value)),
    u64,
    text: (value: string) => {
      const bytes = Buffer.from(value)
      u64(bytes.length)
      parts.push(bytes)
    },
    bytes: () => Buffer.concat(parts),
  }
}
