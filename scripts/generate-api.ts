/** @file An OpenAPI document as Markdown: a table of requests for each group, then the shapes they carry. */

type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly description?: string
}
type Content = Readonly<Record<string, { readonly schema: Schema }>>
type Operation = {
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}
type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** @param meaning of a field of a shape, where the document itself says nothing. */
export function apiText({ paths, components }: ApiDocument, meaning: (shape: string, field: string) => string): string {
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = Map.groupBy(routes, ({ operation }) => operation.tags[0] ?? '')
  const tables = [...groups].map(([name, members]) => [`### ${name}`, '', ...requestTable(members)].join('\n'))
  const shapes = Object.entries(components.schemas).map(([name, schema]) =>
    [`### ${name}`, '', ...shapeText(schema, (field) => meaning(name, field))].join('\n'),
  )
  return ['## Requests', ...tables, '## Shapes', ...shapes].join('\n\n')
}

type Route = { readonly path: string; readonly method: string; readonly operation: Operation }

function requestTable(routes: readonly Route[]): string[] {
  const rows = routes.map(({ path, method, operation: { summary, description, parameters = [], requestBody, responses } }) => {
    const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name, schema }) => `${name}: ${typeOf(schema)}`)
    const body = schemasOf(requestBody?.content)
    const sent = [...query.map((parameter) => `query ${parameter}`), ...body].join('; ')
    return row([
      `\`${method} ${path}\``,
      [summary, description].filter(Boolean).join('. '),
      sent,
      schemasOf(responses['200']?.content).join('; '),
    ])
  })
  return [row(['Request', 'Does', 'Takes', 'Answers']), row(['---', '---', '---', '---']), ...rows]
}

function schemasOf(content: Content = {}): string[] {
  return Object.entries(content).map(([kind, { schema }]) =>
    kind === 'application/json' ? typeOf(schema) : `${typeOf(schema)} as ${kind}`,
  )
}

function shapeText(schema: Schema, meaning: (field: string) => string): string[] {
  const table = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []) => [
    row(['Field', 'Type', 'Meaning']),
    row(['---', '---', '---']),
    ...Object.entries(properties).map(([name, property]) =>
      row([`\`${name}\`${required.includes(name) ? '' : ' (optional)'}`, typeOf(property), property.description ?? meaning(name)]),
    ),
  ]
  if (schema.properties) return table(schema.properties, schema.required)
  const whole = schema.allOf?.find(({ properties }) => properties)
  if (whole?.properties) {
    const references = schema.allOf?.filter(({ $ref }) => $ref).map(typeOf)
    return [`All of ${references?.join(', ')}, and:`, '', ...table(whole.properties, whole.required)]
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return ['One of:', '', ...choices.map((choice) => `- ${typeOf(choice)}`)]
  return [schema.description ?? typeOf(schema)]
}

function typeOf(schema: Schema): string {
  const { $ref, type, items, properties, additionalProperties, required = [] } = schema
  if ($ref !== undefined) return linkTo($ref.slice($ref.lastIndexOf('/') + 1))
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.allOf) return schema.allOf.map(typeOf).join(' and ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map(typeOf).join(' or ')
  if (type === 'array') return items === undefined || Object.keys(items).length === 0 ? 'list' : `list of ${typeOf(items)}`
  if (properties)
    return `{ ${Object.entries(properties)
      .map(([name, property]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(property)}`)
      .join('; ')} }`
  if (typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0)
    return `by name: ${typeOf(additionalProperties)}`
  const name = Array.isArray(type) ? type.join(' or ') : String(type ?? 'anything')
  const { minimum, maximum } = schema
  return minimum !== undefined && maximum !== undefined ? `${name} ${minimum}–${maximum}` : name
}

const linkTo = (name: string) => `[${name}](#${name.toLowerCase()})`
const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
