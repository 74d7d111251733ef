import type { Navigation } from '#lib/shared/navigation.ts'

export const navigation: Navigation = {}
