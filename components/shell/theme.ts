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

export const theme = createTheme({
  fontFamily: 'var(--hp-sans)',
  fontFamilyMonospace: 'var(--hp-mono)',
  headings: { fontFamily: 'var(--hp-sans)', fontWeight: '600' },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  colors: { ink },
  // Mantine picks the label's contrast for the light scheme's shade only; ours turns with the scheme.
  variantColorResolver: input => {
    const colors = defaultVariantColorsResolver(input)
    if (input.variant !== 'filled' || (input.color && input.color !== 'ink')) return colors
    const hover = 'color-mix(in srgb, var(--hp-action) 86%, var(--hp-page))'
    return { ...colors, background: 'var(--hp-action)', hover, color: 'var(--hp-on-action)' }
  },
  defaultRadius: 6,
  components: { Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 } } } },
  fontWeights: { medium: '500' },
  fontSizes: { xs: '12px', sm: '14px', md: '14px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
})
