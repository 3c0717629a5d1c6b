import { expect, test } from 'vitest'
import { writeModel } from './graph.ts'
import { integerField, integersField, message, messageField, textField } from './protobuf.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('the examples of the encoding that its documentation gives', () => {
  expect(hex(message([integerField(1, 150)]))).toBe('089601')
  expect(hex(message([textField(2, 'testing')]))).toBe('120774657374696e67')
  expect(hex(message([messageField(3, [integerField(1, 150)])]))).toBe('1a03089601')
  expect(hex(message([integersField(6, [3, 270, 86_942])]))).toBe('3206038e029ea705')
})

test('integers up to 2⁵³, field numbers above 15', () => {
  expect(hex(message([integerField(16, 0)]))).toBe('800100')
  // 2⁵³ = seven groups of seven zeros, then 10000.
  expect(hex(message([integerField(1, 2 ** 53)]))).toBe('088080808080808010')
})

test('a model by hand: one node, its tensors and a constant', () => {
  const one = { elements: 'float32', shape: [1, 3] } as const
  const model = writeModel({
    inputs: { a: one },
    outputs: { b: { elements: 'int64', shape: [2] } },
    constants: { k: [2] },
    nodes: [{ operator: 'TopK', inputs: ['a', 'k'], outputs: ['', 'b'], attributes: { axis: 1, perm: [1, 0] } }],
  })
  // As onnx.proto numbers the fields: node 1, name 2, initializer 5, input 11, output 12; of the model IR 1, graph 7, opset 8.
  const axis = ['2a0b', '0a0461786973', '1801', 'a00102'].join('')
  const perm = ['2a0d', '0a047065726d', '42020100', 'a00107'].join('')
  const node = ['0a0161', '0a016b', '1200', '120162', '2204546f704b', axis, perm].join('')
  const constant = ['0a0101', '1007', '42016b', '4a080200000000000000'].join('')
  const tensor = (name: string, type: string, shape: string) => {
    const dimensions = `12${(shape.length / 2).toString(16).padStart(2, '0')}${shape}`
    const inner = `08${type}${dimensions}`
    const wrapped = `0a${(inner.length / 2).toString(16).padStart(2, '0')}${inner}`
    return `0a01${name}12${(wrapped.length / 2).toString(16).padStart(2, '0')}${wrapped}`
  }
  const field = (tag: string, body: string) => tag + (body.length / 2).toString(16).padStart(2, '0') + body
  const graph = [
    field('0a', node),
    field('12', Buffer.from('penchant').toString('hex')),
    field('2a', constant),
    field('5a', tensor('61', '01', '0a020801' + '0a020803')),
    field('62', tensor('62', '07', '0a020802')),
  ].join('')
  expect(hex(model)).toBe(`0808${field('3a', graph)}42040a001011`)
})
