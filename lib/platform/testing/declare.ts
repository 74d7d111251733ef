import { declareDomains } from '#lib/domain/server-list.ts'

// Every test file, as a server does at its start.
declareDomains()
