import protobuf from 'protobufjs'

/** OTLP's fixed field numbers, for the reference decoder of tests. */
const schema = `syntax = "proto3";
message Any { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; Arr array_value = 5; Kvl kvlist_value = 6; bytes bytes_value = 7; } }
message Arr { repeated Any values = 1; } message Kvl { repeated KV values = 1; } message KV { string key = 1; Any value = 2; }
message Resource { repeated KV attributes = 1; } message Scope { string name = 1; string version = 2; repeated KV attributes = 3; }
message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KV attributes = 3; }
message Link { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KV attributes = 4; }
message Status { string message = 2; int32 code = 3; }
message Span { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5; int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KV attributes = 9; uint32 dropped_attributes_count = 10; repeated Event events = 11; repeated Link links = 13; Status status = 15; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; } message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Request { repeated ResourceSpans resource_spans = 1; }`

/** ExportTraceServiceRequest, by another implementation than ours. */
export const oracle = protobuf.parse(schema, { keepCase: false }).root.lookupType('Request')
