declare module '*.module.css' {
  const classes: Record<string, string>
  // biome-ignore lint/style/noDefaultExport: what a CSS module is
  export default classes
}
declare module '*.css'
