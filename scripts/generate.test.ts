import { describe, expect, it } from 'vitest'
import { anchorsOf, filled, linkProblems, regionsOf } from './generate.ts'
import { apiText } from './generate-api.ts'

const code = `import a
// #region one
const x = 1

const y = 2
// #endregion
console.log(x)
// #region two
x + y
// #endregion
`

describe('regionsOf', () => {
  it('takes the named regions in the order asked, without their marks', () => {
    expect(regionsOf(code, ['two', 'one'])).toBe('x + y\n\nconst x = 1\n\nconst y = 2')
  })
  it('refuses a name that is not there', () => {
    expect(() => regionsOf(code, ['three'])).toThrow('"three"')
  })
})

describe('filled', () => {
  it('replaces what stands between the marks and nothing else', async () => {
    const text = 'before\n<!-- generated a b -->\nold\n<!-- /generated -->\nbetween\n<!-- generated c -->\n<!-- /generated -->\nafter'
    const made = await filled(text, (words) => words.join('+'))
    expect(made).toBe(
      'before\n<!-- generated a b -->\na+b\n<!-- /generated -->\nbetween\n<!-- generated c -->\nc\n<!-- /generated -->\nafter',
    )
    expect(await filled(made, (words) => words.join('+'))).toBe(made)
  })
})

describe('links', () => {
  const files: Readonly<Record<string, string>> = {
    'docs/other.md': '# Other\n\n## The `second` part: why?\n',
    'src/code.ts': '',
    docs: '',
  }
  const problems = (text: string) => linkProblems('docs/this.md', text, (path) => files[path])

  it('names headings as GitHub does', () => {
    expect([...anchorsOf('# One\n```\n# not this\n```\n## The `second` part: why?\n<a id="third"></a>')]).toEqual([
      'one',
      'the-second-part-why',
      'third',
    ])
  })
  it('accepts files, folders, headings and addresses elsewhere', () => {
    const text = '# Here\n[a](other.md#the-second-part-why) [b](../src/code.ts) [c](../docs) [d](#here) [e](https://example.com/x)'
    expect(problems(text)).toEqual([])
  })
  it('finds what leads nowhere, in Markdown and in HTML', () => {
    expect(problems('[a](gone.md) <a href="../src/gone.ts">b</a> [c](other.md#gone) [d](../../outside.md)')).toHaveLength(4)
  })
  it('does not read code', () => {
    expect(problems('`[a](gone.md)`\n```\n[b](gone.md)\n```')).toEqual([])
  })
})

it('writes an API as tables of requests and shapes', () => {
  const text = apiText(
    {
      paths: {
        '/tea/{id}': {
          get: {
            tags: ['Teas'],
            summary: 'One tea',
            parameters: [{ in: 'query', name: 'k', schema: { type: 'integer', minimum: 1, maximum: 9 } }],
            responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Tea' } } } } },
          },
        },
      },
      components: {
        schemas: {
          Tea: {
            type: 'object',
            required: ['id'],
            properties: {
              id: { type: 'string' },
              notes: { type: 'array', items: { enum: ['a', 'b|c'] }, description: 'What | it tastes of' },
            },
          },
        },
      },
    },
    (shape, field) => (field === 'id' ? `Of a ${shape}` : ''),
  )
  expect(text).toContain('### Teas')
  expect(text).toContain('| `GET /tea/{id}` | One tea | query k: integer 1–9 | [Tea](#tea) |')
  expect(text).toContain('| `id` | string | Of a Tea |')
  expect(text).toContain('| `notes` (optional) | list of `a`, `b\\|c` | What \\| it tastes of |')
})
