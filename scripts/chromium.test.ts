import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findChromium } from './chromium.ts'

/** A folder to search in place of the system's. */
const emptyFolder = () => mkdtempSync(join(tmpdir(), 'programs-'))

describe('findChromium', () => {
  it('takes the one that PENCHANT_CHROMIUM names, and says when it is not there', () => {
    const path = join(emptyFolder(), 'browser')
    expect(findChromium({ PENCHANT_CHROMIUM: path }, false)).toEqual({ missing: expect.stringContaining('does not exist') })
    writeFileSync(path, '')
    expect(findChromium({ PENCHANT_CHROMIUM: path }, false)).toEqual({ path })
  })
  it('finds it on PATH', () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'chromium'), '')
    expect(findChromium({ PATH: folder }, false)).toEqual({ path: join(folder, 'chromium') })
  })
})

describe.skipIf(process.platform !== 'linux')('findChromium without one', () => {
  const withAptGet = (script: string) => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'apt-get'), `#!/bin/sh\ncd '${folder}'\n${script}\n`, { mode: 0o755 })
    return folder
  }
  it('installs nothing unless it may', () => {
    const folder = withAptGet(': > called')
    expect(findChromium({ PATH: folder }, false)).toEqual({ missing: expect.stringContaining('apt-get install chromium') })
    expect(existsSync(join(folder, 'called'))).toBe(false)
  })
  it('updates the lists, then installs it', () => {
    const folder = withAptGet(`case "$*" in *update*) : > updated ;; *install*chromium*) [ -e updated ] && : > chromium ;; esac`)
    expect(findChromium({ PATH: folder }, true)).toEqual({ path: join(folder, 'chromium') })
  })
  it('says what failed', () => {
    expect(findChromium({ PATH: withAptGet('exit 7') }, true)).toEqual({
      missing: expect.stringContaining('apt-get update failed (exit 7)'),
    })
  })
})
