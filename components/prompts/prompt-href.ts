export const promptHref = ({ name }: { name: string }) => `/prompts/${encodeURIComponent(name)}`
