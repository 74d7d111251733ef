interface Options {
  /** One per response; scripts and style elements carry it. */
  nonce: string
  /** Browsers reach us by https: HSTS, and no mixed content. */
  https: boolean
  /** React's and Turbopack's development mode evaluates code and opens a socket. */
  dev: boolean
}

/** The Content-Security-Policy of a page. `style-src-attr` is for the style attributes Mantine writes, exactly that. */
export function contentSecurityPolicy({ nonce, https, dev }: Options): string {
  const directives = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    // Next's development overlay writes style elements without a nonce; beside one, 'unsafe-inline' would be ignored.
    `style-src 'self' ${dev ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    ...(https ? ['upgrade-insecure-requests'] : []),
  ]
  return directives.join('; ')
}

/** What every answer carries, of pages, files and the API alike. */
export function transportHeaders(https: boolean): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

/** What is no page: should a browser ever show it as one, it may do nothing. A page's own policy replaces these. */
export const apiHeaders: Record<string, string> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
}

/** Every security header of a page. */
export function pageHeaders(options: Options): Record<string, string> {
  return {
    ...transportHeaders(options.https),
    'content-security-policy': contentSecurityPolicy(options),
    'x-frame-options': 'DENY',
    // The setup link and trace addresses are nobody else's business.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  }
}
