"""Mirrors requests of each kind to HOLDPOINT_URL, and prints what became of them."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from holdpoint import Holdpoint, MirroredAnswer, ShadowTools  # noqa: E402

hp = Holdpoint(agent="ops", patience=0)


def shadow(question: Any, tools: ShadowTools) -> MirroredAnswer | str:
    if question == "hang":
        threading.Event().wait()
    if question == "fail":
        raise ValueError("🙂" * 2_000)
    if question == "no answer":
        return MirroredAnswer(None)
    found = [tools.run(tool, {"usd": 5}, lambda: "it ran") for tool in ("search", "send_money")]
    for _ in range(300):
        tools.run("search", {}, lambda: None)
    return MirroredAnswer(f"{found}" + "🙂" * 100_000, score=0.5, cost_usd="0.02")


slow = hp.mirror("rol_1", shadow, timeout=0.1)
slow("hang", "hang", "here")
slow.settled()
mirror = hp.mirror("rol_1", shadow, allowed_tools=["search"])
mirror("fail", "fail", MirroredAnswer(None, score=1))
mirror("no answer", "no answer", "here")
mirror("long", {"messages": ["x" * 200_000, None]}, MirroredAnswer("🙂" * 100_000, score=0, cost_usd="1"))
mirror.settled()
noise = hp.mirror("rol_1", lambda question, tools: "here", arm="noise")
noise("again", "again", "here")
noise.settled()
print("@@" + json.dumps([each.counts()._asdict() for each in (slow, mirror, noise)]))
