import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core'

/** One ink-coloured primary action: approving is never drawn as the good, green default. */
const ink: MantineColorsTuple = [
  '#f6f6f4',
  '#ededef',
  '#cfcfcb',
  '#a6acb4',
  '#7d828a',
  '#5c5f66',
  '#3e434c',
  '#2b2c31',
  '#17171a',
  '#0a0a0a',
]

/** The dark surfaces and texts of tokens.css, for what Mantine draws itself: dialogs, fields, the palette. */
const dark: MantineColorsTuple = [
  '#ececee',
  '#cfd1d6',
  '#a0a4ac',
  '#82868e',
  '#3c3e45',
  '#26272c',
  '#1a1b1e',
  '#131416',
  '#0f1012',
  '#0a0a0b',
]

export const theme = createTheme({
  fontFamily: 'var(--hp-sans)',
  fontFamilyMonospace: 'var(--hp-mono)',
  headings: { fontFamily: 'var(--hp-sans)', fontWeight: '600' },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  colors: { ink, dark },
  // Mantine picks the label's contrast for the light scheme's shade only; ours turns with the scheme.
  variantColorResolver: input => {
    const colors = defaultVariantColorsResolver(input)
    if (input.variant !== 'filled') return colors
    const background = input.color === 'red' ? 'var(--hp-critical)' : 'var(--hp-action)'
    // Away from the label's colour, which must stay readable.
    const hover = `color-mix(in srgb, ${background} 86%, var(${input.color === 'red' ? '--hp-ink' : '--hp-page'}))`
    return { ...colors, background, hover, color: 'var(--hp-on-action)' }
  },
  defaultRadius: 6,
  components: {
    Checkbox: { defaultProps: { iconColor: 'var(--hp-on-action)' } },
    Modal: {
      defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, closeButtonProps: { 'aria-label': 'Close' } },
    },
  },
  fontWeights: { medium: '500' },
  fontSizes: { xs: '12px', sm: '14px', md: '14px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
})
