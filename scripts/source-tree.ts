/** @file Reads source files for the checks: path from the root, with forward slashes, to text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type SourceTree = ReadonlyMap<string, string>

/** Every file below `folders` (a folder that does not exist has none) whose path `accepts`. */
export function readSources(root: string, folders: readonly string[], accepts: (path: string) => boolean): SourceTree {
  const found = new Map<string, string>()
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory() && entry.name !== 'node_modules') visit(path)
      else if (entry.isFile() && accepts(path)) found.set(path, readFileSync(join(root, path), 'utf8'))
    }
  }
  for (const folder of folders) if (existsSync(join(root, folder))) visit(folder)
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const isTypeScript = (path: string) => /\.tsx?$/.test(path)
export const isTest = (path: string) => /\.test\.tsx?$/.test(path)

/** The code with comments blanked out, line breaks kept; with `strings: 'blank'`, string literals emptied too (the code inside a template's braces stays). */
export function withoutComments(code: string, strings: 'keep' | 'blank'): string {
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
  return code.replace(token, (text) => {
    if (text.startsWith('/')) return text.replace(/[^\n]/g, ' ')
    if (strings === 'keep') return text
    return text.startsWith('`') ? (text.match(/\$\{[^}]*\}|\n/g) ?? []).join(' ') : '""'
  })
}
