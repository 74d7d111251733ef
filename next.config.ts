import type { NextConfig } from 'next'

const config: NextConfig = {
  // Pages, layouts and their kin are .tsx. The routes under app/api are .ts: the server in front serves them, and
  // Next would build each of them for nothing.
  pageExtensions: ['tsx'],
  reactStrictMode: true,
  poweredByHeader: false,
  // TypeScript 7 has no JavaScript API for Next to call; `npm run types` checks the same files.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  devIndicators: false,
  serverExternalPackages: [
    'pg',
    'pg-boss',
    'pino',
    'prom-client',
    '@node-rs/argon2',
    '@prisma/client',
    '@prisma/adapter-pg',
  ],
  turbopack: {
    // Parameters of addresses are read by pages on the server too; a browser has their parsers already.
    // Contracts carry their schemas, which only the server runs, and the words of the OpenAPI document: browsers get neither.
    resolveAlias: { zod: { browser: './lib/client/no-zod.ts' }, 'nuqs/server': { browser: 'nuqs' } },
    rules: {
      '*.ts': {
        condition: { all: ['browser', { path: /\blib\/(domain|shared)\/.*(contracts?|schemas)\.ts$/ }] },
        loaders: ['./scripts/contracts-in-browsers.mjs'],
      },
    },
  },
  // agentUpgrade: the development server would ask the npm registry for advisories; nothing of ours calls outside.
  experimental: {
    agentUpgrade: false,
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
  },
}

export default config
