"""A model that calls a tool with given arguments, one after another, and then says that it is done. OpenAI's chat
completions on a local port."""

from __future__ import annotations

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

tool = "delete_resource"


def new_call_id() -> str:
    """No model gives two calls the same: Holdpoint would take them for one that is made again."""
    return f"call_{uuid.uuid4().hex[:12]}"


class StandIn:
    def __init__(self, calls: list[dict[str, Any]], handoff: tuple[str, dict[str, Any]] | None = None):
        """`handoff`: the tool that hands over to the agent with the dangerous one, called first, and its arguments."""
        self.calls, self.asked, self._handoff = calls, 0, handoff
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                stand_in.asked += 1
                answer = stand_in.answer(body)
                stream = bool(body.get("stream"))
                text = (_stream_of(answer) if stream else json.dumps(answer)).encode()
                self.send_response(200)
                self.send_header("content-type", "text/event-stream" if stream else "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        names = [each["function"]["name"] for each in body.get("tools") or []]
        results = [message for message in body["messages"] if message["role"] == "tool"]
        if self._handoff and self._handoff[0] in names and not results:
            return self._completion(*self._handoff, "call_handoff")
        done = sum(message.get("tool_call_id") != "call_handoff" for message in results)
        if done < len(self.calls) and tool in names:
            return self._completion(tool, self.calls[done], new_call_id())
        if "select the next role" in json.dumps(body["messages"]):
            return self._completion(None, {}, "", "ops")
        return self._completion(None, {}, "")

    @staticmethod
    def _completion(name: str | None, arguments: dict[str, Any], call_id: str, text: str = "done") -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if name is not None:
            function = {"name": name, "arguments": json.dumps(arguments)}
            message = {"role": "assistant", "content": None,
                       "tool_calls": [{"id": call_id, "type": "function", "function": function}]}
        reason = "tool_calls" if "tool_calls" in message else "stop"
        return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "stand-in",
                "choices": [{"index": 0, "finish_reason": reason, "message": message}],
                "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _stream_of(answer: dict[str, Any]) -> str:
    """The same answer as events; the arguments of a call come in two pieces."""
    choice = answer["choices"][0]
    message = choice["message"]
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": message["content"]}]
    for index, call in enumerate(message.get("tool_calls", [])):
        text = call["function"]["arguments"]
        first = {**call, "index": index, "function": {**call["function"], "arguments": text[:4]}}
        deltas += [{"tool_calls": [first]}, {"tool_calls": [{"index": index, "function": {"arguments": text[4:]}}]}]
    chunks = [{**answer, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": each, "finish_reason": None}]}
              for each in deltas]
    last = {"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}
    chunks.append({**answer, "object": "chat.completion.chunk", "choices": [last]})
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
