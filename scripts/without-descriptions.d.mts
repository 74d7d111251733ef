// biome-ignore lint/style/noDefaultExport: what loads a loader takes its default export
export default function withoutDescriptions(source: string): string
