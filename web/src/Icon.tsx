/** @file The icons: drawn on a 20-unit square in strokes of the text's colour. */

const paths = {
  like: 'M10 16.5S3.5 12.6 3.5 8.1A3.4 3.4 0 0 1 10 6.6a3.4 3.4 0 0 1 6.5 1.5c0 4.5-6.5 8.4-6.5 8.4Z',
  dislike: 'M6 11.5V4h7.6c.9 0 1.6.6 1.8 1.4l1 4c.3 1.2-.6 2.1-1.8 2.1h-3l.7 3c.2 1-.5 2-1.5 2h-.3L6 11.5Zm0 0H3.5V4H6',
  seen: 'M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5Zm7.5 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  why: 'M8 8a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6.9v.7M10 14v.1M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
  home: 'M3.5 3.5h5v13h-5zM11.5 3.5h5v5.5h-5zM11.5 12h5v4.5h-5z',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Zm4-1.5 4 4',
  chat: 'M3.5 4.5h13v9H9l-3.5 3v-3h-2z',
  profile: 'M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10Zm-6.5 7c.7-2.8 3.2-4.5 6.5-4.5s5.8 1.7 6.5 4.5',
  light:
    'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.3 4.3l1.3 1.3M14.4 14.4l1.3 1.3M4.3 15.7l1.3-1.3M14.4 5.6l1.3-1.3',
  dark: 'M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z',
  close: 'M5 5l10 10M15 5 5 15',
  send: 'M10 16V4M5 9l5-5 5 5',
  stop: 'M6 6h8v8H6z',
  undo: 'M7.5 4 4 7.5 7.5 11M4 7.5h7.5a4.25 4.25 0 0 1 0 8.5H8',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, filled = false, size = 20 }: { readonly name: IconName; readonly filled?: boolean; readonly size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill={filled ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
