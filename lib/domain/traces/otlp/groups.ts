import { emptyAttributes, readResource, readScope } from './decode-common.ts'
import type { OtlpResource, OtlpScope } from './types.ts'
import { Reader } from './wire.ts'

/**
 * Walks Export…Request { Resource… { resource 1, Scope… 2 { scope 1, item 2 } } }: traces, logs and metrics share it.
 * A resource or scope may come after what it describes, so items are handed over when their group is read.
 */
export function readGroups(
  bytes: Uint8Array,
  item: (reader: Reader, resource: OtlpResource, scope: OtlpScope) => void,
): void {
  const request = new Reader(bytes)
  for (let field = request.next(); field !== 0; field = request.next()) {
    if (field !== 1) request.skip()
    else if (request.is(2)) readResourceGroup(request.message(), item)
  }
}

type OnItem = Parameters<typeof readGroups>[1]

function readResourceGroup(reader: Reader, item: OnItem): void {
  let resource: OtlpResource = { attributes: emptyAttributes() }
  const groups: Reader[] = []
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 && reader.is(2)) resource = readResource(reader.message())
    else if (field === 2 && reader.is(2)) groups.push(reader.message())
    else if (field > 2) reader.skip()
  }
  for (const group of groups) readScopeGroup(group, resource, item)
}

function readScopeGroup(reader: Reader, resource: OtlpResource, item: OnItem): void {
  let scope: OtlpScope = { name: '', version: '', attributes: emptyAttributes() }
  const items: Reader[] = []
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 && reader.is(2)) scope = readScope(reader.message())
    else if (field === 2 && reader.is(2)) items.push(reader.message())
    else if (field > 2) reader.skip()
  }
  for (const one of items) item(one, resource, scope)
}
