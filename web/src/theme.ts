/** @file Light or dark: the system's choice until the person makes their own, which theme.js repeats before the next first paint. */

import { useState } from 'react'

const key = 'penchant-theme'

export function useTheme(): readonly [theme: 'light' | 'dark', turn: () => void] {
  const [theme, setTheme] = useState<'light' | 'dark'>(() => {
    const chosen = document.documentElement.dataset.theme
    if (chosen === 'light' || chosen === 'dark') return chosen
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  })
  const turn = () => {
    const next = theme === 'dark' ? 'light' : 'dark'
    document.documentElement.dataset.theme = next
    setTheme(next)
    try {
      localStorage.setItem(key, next)
    } catch {
      // Storage is refused (private windows): the choice holds until the page is left.
    }
  }
  return [theme, turn]
}
