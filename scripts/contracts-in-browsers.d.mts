// biome-ignore lint/style/noDefaultExport: what loads a loader takes its default export
export default function contractsInBrowsers(source: string): string
