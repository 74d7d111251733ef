/** For `contains`, `startsWith` and `endsWith`: Prisma passes these three on as they are, and LIKE takes them for wildcards. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
