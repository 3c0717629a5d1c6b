/** @file Writes ONNX graphs: nodes of standard operators between named tensors of fixed shapes.
 *
 * Source: github.com/onnx/onnx, onnx.proto (IR version 8) and the operators of opset 17.
 */

import { bytesField, type Field, integerField, integersField, message, messageField, textField } from './protobuf.ts'

/** What the elements of a tensor are, with ONNX's number for it. */
export const elementNumbers = { float32: 1, int64: 7, float64: 11 } as const
export type Elements = keyof typeof elementNumbers

export type TensorShape = { readonly elements: Elements; readonly shape: readonly number[] }

export type GraphNode = {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, number | readonly number[]>> | undefined
}

export type Graph = {
  readonly inputs: Readonly<Record<string, TensorShape>>
  readonly outputs: Readonly<Record<string, TensorShape>>
  /** Constant lists of integers: axes, starts and ends, k. */
  readonly constants?: Readonly<Record<string, readonly number[]>> | undefined
  /** In an order in which each finds its inputs. */
  readonly nodes: readonly GraphNode[]
}

const irVersion = 8
const opset = 17

/** The bytes of a model that holds the graph. */
export function writeModel({ inputs, outputs, constants = {}, nodes }: Graph): Uint8Array {
  const graph = [
    ...nodes.map((node) => messageField(1, nodeFields(node))),
    textField(2, 'penchant'),
    ...Object.entries(constants).map(([name, values]) => messageField(5, constantFields(name, values))),
    ...Object.entries(inputs).map(([name, tensor]) => messageField(11, tensorFields(name, tensor))),
    ...Object.entries(outputs).map(([name, tensor]) => messageField(12, tensorFields(name, tensor))),
  ]
  return message([integerField(1, irVersion), messageField(7, graph), messageField(8, [textField(1, ''), integerField(2, opset)])])
}

function nodeFields({ operator, inputs, outputs, attributes = {} }: GraphNode): readonly Field[] {
  return [
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      messageField(5, [textField(1, name), ...(typeof value === 'number' ? integer(value) : integers(value))]),
    ),
  ]
}

const integer = (value: number): readonly Field[] => [integerField(3, value), integerField(20, 2)]
const integers = (values: readonly number[]): readonly Field[] => [integersField(8, values), integerField(20, 7)]

/** Little-endian, as everywhere where ONNX Runtime runs. */
function constantFields(name: string, values: readonly number[]): readonly Field[] {
  const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
  return [integersField(1, [values.length]), integerField(2, elementNumbers.int64), textField(8, name), bytesField(9, bytes)]
}

function tensorFields(name: string, { elements, shape }: TensorShape): readonly Field[] {
  const dimensions = shape.map((length) => messageField(1, [integerField(1, length)]))
  const type = messageField(1, [integerField(1, elementNumbers[elements]), messageField(2, dimensions)])
  return [textField(1, name), messageField(2, [type])]
}
