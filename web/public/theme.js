/* Before the first paint: the theme chosen here earlier. Without a choice, the system's holds. */
;(() => {
  try {
    const theme = localStorage.getItem('penchant-theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // Storage is refused (private windows): the system's theme is the best there is.
  }
})()
