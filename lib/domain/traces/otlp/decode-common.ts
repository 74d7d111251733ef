import { limits } from './limits.ts'
import { cleanText } from './text.ts'
import type { Attributes, AttributeValue, OtlpResource, OtlpScope } from './types.ts'
import { DecodeError, exact, type Reader } from './wire.ts'

/** A map without a prototype: a key like `__proto__` is a key like any other. */
export const emptyAttributes = (): Attributes => Object.create(null) as Attributes

/** Reads one KeyValue (key = 1, value = 2) into `into`. Of equal keys the last counts, as in protobuf maps. */
export function readKeyValue(reader: Reader, into: Attributes, depth: number): void {
  let key = ''
  let value: AttributeValue = null
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 && reader.is(2)) key = cleanText(reader.text())
    else if (field === 2 && reader.is(2)) value = readValue(reader.message(), depth)
    else if (field > 2) reader.skip()
  }
  into[key] = value
}

/** AnyValue: string 1, bool 2, int 3, double 4, array 5, kvlist 6, bytes 7. */
export function readValue(reader: Reader, depth: number): AttributeValue {
  if (depth > limits.nesting) throw new DecodeError(`an attribute is nested deeper than ${limits.nesting} levels`)
  let value: AttributeValue = null
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 && reader.is(2)) value = cleanText(reader.text())
    else if (field === 2 && reader.is(0)) value = reader.int64() !== 0n
    else if (field === 3 && reader.is(0)) value = exact(reader.int64())
    else if (field === 4 && reader.is(1)) value = reader.double()
    else if (field === 5 && reader.is(2)) value = readArray(reader.message(), depth + 1)
    else if (field === 6 && reader.is(2)) value = readMap(reader.message(), depth + 1)
    else if (field === 7 && reader.is(2)) value = reader.bytes()
    else if (field > 7) reader.skip()
  }
  return value
}

function readArray(reader: Reader, depth: number): AttributeValue[] {
  const values: AttributeValue[] = []
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field !== 1) reader.skip()
    else if (reader.is(2)) {
      const value = readValue(reader.message(), depth)
      if (values.length < limits.itemsPerValue) values.push(value)
    }
  }
  return values
}

function readMap(reader: Reader, depth: number): Attributes {
  const map = emptyAttributes()
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field !== 1) reader.skip()
    else if (reader.is(2)) readKeyValue(reader.message(), map, depth)
  }
  return map
}

/** Resource: attributes = 1. */
export function readResource(reader: Reader): OtlpResource {
  return { attributes: readAttributes(reader, 1) }
}

function readAttributes(reader: Reader, number: number): Attributes {
  const attributes = emptyAttributes()
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field !== number) reader.skip()
    else if (reader.is(2)) readKeyValue(reader.message(), attributes, 0)
  }
  return attributes
}

/** InstrumentationScope: name 1, version 2, attributes 3. */
export function readScope(reader: Reader): OtlpScope {
  const scope: OtlpScope = { name: '', version: '', attributes: emptyAttributes() }
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 && reader.is(2)) scope.name = cleanText(reader.text())
    else if (field === 2 && reader.is(2)) scope.version = cleanText(reader.text())
    else if (field === 3 && reader.is(2)) readKeyValue(reader.message(), scope.attributes, 0)
    else if (field > 3) reader.skip()
  }
  return scope
}
