/** @file The docs page: the OpenAPI document as one static HTML page, without a script and without another site. */

import { createHash } from 'node:crypto'
import { problemTable } from './errors.ts'
import type { App } from './route.ts'

/** The document as far as the page reads it. */
export type ApiDocument = ReturnType<App['getOpenAPI31Document']>

const style = `:root{color-scheme:light dark;--line:light-dark(#ddd8cf,#3a3733);--soft:light-dark(#f6f3ee,#232120);--mark:light-dark(#9c3b1b,#f0a07c)}
body{font:16px/1.55 system-ui,sans-serif;max-width:56rem;margin:0 auto;padding:2rem 1.25rem 6rem;background:light-dark(#fffdfa,#191817);color:light-dark(#23201c,#ece7df)}
h1{font-size:2rem;margin:0}h2{margin:3rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:0}
a{color:var(--mark)}code,pre{font:.85rem/1.5 ui-monospace,monospace}pre{background:var(--soft);padding:.75rem 1rem;overflow-x:auto;border-radius:.4rem}
details{border:1px solid var(--line);border-radius:.4rem;margin:.6rem 0;padding:.6rem .9rem}summary{cursor:pointer}
.method{display:inline-block;min-width:4.2rem;color:var(--mark);font-weight:700}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}`
const styleHash = createHash('sha256').update(style).digest('base64')

export const docsHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const

type Operation = NonNullable<NonNullable<ApiDocument['paths']>[string]['get']>
type Route = { readonly method: string; readonly path: string; readonly operation: Operation }

export function renderDocs(document: ApiDocument): string {
  const groups = Map.groupBy(routesOf(document), ({ operation }) => operation.tags?.[0] ?? 'Other')
  const parts = [...groups].map(([tag, routes]) => `<h2>${escapeHtml(tag)}</h2>${routes.map(renderRoute).join('')}`)
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary>${json(schema)}</details>`,
  )
  const problems = Object.entries(problemTable).map(
    ([code, { status, title }]) => `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)} API</title><style>${style}</style></head><body><main>
<h1>${escapeHtml(document.info.title)} API</h1><p>${escapeHtml(document.info.description ?? '')} Version ${escapeHtml(document.info.version)}.
The same for programs: <a href="/openapi.json">/openapi.json</a>.</p>${parts.join('')}
<h2>Shapes</h2>${schemas.join('')}
<h2>Problems</h2><p>Every refusal is <code>application/problem+json</code> with one of these codes.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead><tbody>${problems.join('')}
<tr id="internal"><td><code>internal</code></td><td>500</td><td>Something went wrong in the server</td></tr></tbody></table></main></body></html>`
}

function routesOf(document: ApiDocument): readonly Route[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, entry]) =>
    methods.flatMap((method) => {
      const operation = entry[method]
      return operation ? [{ method, path, operation }] : []
    }),
  )
}

function renderRoute({ method, path, operation }: Route): string {
  const rest: Record<string, unknown> = {
    parameters: operation.parameters,
    requestBody: operation.requestBody,
    responses: operation.responses,
  }
  const sections = Object.entries(rest).flatMap(([name, part]) => (part === undefined ? [] : `<p>${name}</p>${json(part)}`))
  return `<details><summary><h3><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></h3>
${escapeHtml(operation.summary ?? '')}</summary><p>${escapeHtml(operation.description ?? '')}</p>${sections.join('')}</details>`
}

/** JSON in which each reference to a shape leads to it. */
function json(value: unknown): string {
  const text = escapeHtml(JSON.stringify(value, null, 2))
  return `<pre>${text.replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')}</pre>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
