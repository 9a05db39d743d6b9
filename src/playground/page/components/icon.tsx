const PATHS = {
  logo: 'M2.5 6c4-4.5 6.5 3.5 11 0s4-2 4-2M2.5 11.5c4-4.5 6.5 3.5 11 0s4-2 4-2M2.5 17c4-4.5 6.5 3.5 11 0s4-2 4-2',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  inspect: 'M7 5 3 10l4 5M13 5l4 5-4 5',
  bolt: 'M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M15.700 4.300l-1.100 1.100M5.400 14.600l-1.100 1.100',
  moon: 'M16.5 12.200A7 7 0 0 1 7.800 3.5a7 7 0 1 0 8.700 8.700z',
  half: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 3v14a7 7 0 0 0 0-14z',
  back: 'M16 10H4.500M9 5l-5 5 5 5',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  play: 'M6.500 4.500v11l9-5.500z',
  close: 'M5 5l10 10M15 5 5 15',
  lock: 'M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9',
  hash: 'M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.800a2.200 2.200 0 1 0 0 4.400 2.200 2.200 0 0 0 0-4.400z',
  reply: 'M4 4.5h12v8.5H9l-4 3.5V13H4z',
  send: 'M3 3.5 17.5 10 3 16.5 5 10zM5 10h6',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  link: 'M8 4.5H4.5v11h11V12M11.5 3.5h5v5M16 4l-7 7',
  down: 'M5.500 8 10 12.500 14.500 8',
  check: 'M4 10.5 8.5 15 16 6',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.300l2.800 1.700',
  plug: 'M7 3v4M13 3v4M5.5 7h9v3a4.5 4.5 0 0 1-9 0zM10 14.5V17',
} as const

export type IconName = keyof typeof PATHS

/** A line drawing beside words that say the same: hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
