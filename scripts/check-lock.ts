/** @file Checks that package-lock.json names every optional dependency of its packages: one platform's binaries each.
 *
 * npm leaves out those that the registry at hand does not serve; `npm ci` of npm 11 then refuses the lock, and that of npm 10 installs no binary on the platforms left out.
 * Usage: node scripts/check-lock.ts             exits 1 when entries are missing
 *        node scripts/check-lock.ts --write     adds them, without the integrity that npm could not read; platform and processor are read from the name
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const entrySchema = z.looseObject({
  dev: z.boolean().optional(),
  license: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const lockSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) })
type Lock = z.infer<typeof lockSchema>
type Missing = { readonly owner: string; readonly name: string; readonly version: string }

const systems = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openharmony']
const processors = ['arm64', 'x64', 'arm', 'ppc64', 'riscv64', 's390x', 'ia32', 'wasm32']

export function missingEntries(lock: Lock): Missing[] {
  return Object.entries(lock.packages).flatMap(([owner, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !(`node_modules/${name}` in lock.packages) && !(`${owner}/node_modules/${name}` in lock.packages))
      .map(([name, version]) => ({ owner, name, version })),
  )
}

/** The lock with an entry for everything missing; throws when a name does not tell its platform or the version is not exact. */
export function completeLock(lock: Lock): Lock {
  const added = missingEntries(lock).map(({ owner, name, version }) => {
    const words = name.split(/[-/]/)
    const os = systems.filter((system) => words.includes(system))
    const cpu = processors.filter((processor) => words.includes(processor))
    if (cpu.length !== 1 || !/^\d+\.\d+\.\d+$/.test(version))
      throw new Error(`${name}@${version} of ${owner} cannot be added: run npm install again`)
    const libc = name.endsWith('musl') ? ['musl'] : os[0] === 'linux' && /gnu|linux-(arm64|x64)$/.test(name) ? ['glibc'] : []
    const { dev, license } = lock.packages[owner] ?? {}
    const entry = {
      version,
      cpu,
      ...(dev && { dev }),
      ...(libc.length > 0 && { libc }),
      license,
      optional: true,
      ...(os.length > 0 && { os }),
    }
    return [`node_modules/${name}`, entry] as const
  })
  const packages = [...Object.entries(lock.packages), ...added].sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { ...lock, packages: Object.fromEntries(packages) }
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '../package-lock.json')
  const lock = lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const missing = missingEntries(lock)
  if (process.argv.includes('--write')) {
    writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`)
    console.log(`${missing.length} entries added`)
  } else {
    for (const { owner, name, version } of missing)
      console.error(`${owner} names ${name}@${version}, the lock has no entry: node scripts/check-lock.ts --write`)
    console.log(`${Object.keys(lock.packages).length} entries, ${missing.length} missing`)
    process.exitCode = missing.length > 0 ? 1 : 0
  }
}
