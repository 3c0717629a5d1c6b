/** @file Writes protocol buffers, as far as an ONNX model needs them: varints, texts, packed integers and messages in messages.
 *
 * Source: protobuf.dev/programming-guides/encoding.
 */

/** One field of a message, encoded. */
export type Field = readonly Uint8Array[]

const utf8 = new TextEncoder()

/** @param value an integer from 0 up to 2⁵³. */
export function integerField(number: number, value: number): Field {
  return [varint(number * 8), varint(value)]
}

export function textField(number: number, text: string): Field {
  return bytesField(number, utf8.encode(text))
}

export function bytesField(number: number, bytes: Uint8Array): Field {
  return [varint(number * 8 + 2), varint(bytes.length), bytes]
}

/** Many integers as one packed field. */
export function integersField(number: number, values: readonly number[]): Field {
  return bytesField(number, message(values.map((value) => [varint(value)])))
}

export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, message(fields))
}

/** The fields one after another: a whole message. */
export function message(fields: readonly Field[]): Uint8Array {
  const parts = fields.flat()
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
