"""Spends a lease of so many seconds, step after step, until Holdpoint gives no other. Prints when it has begun, and how
it ended."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from holdpoint import Denied, Holdpoint  # noqa: E402


def say(**told: Any) -> None:
    print("@@" + json.dumps(told), flush=True)


agent, seconds = sys.argv[1], int(sys.argv[2])
with Holdpoint(agent=agent, environment="staging").lease("tool", tool="search", calls=5_000, seconds=seconds) as lease:
    lease.spend()
    began = time.monotonic()
    say(spends=True)
    try:
        while True:
            lease.spend()
            time.sleep(0.002)
    except Denied as error:
        say(rules=[reason["rule"] for reason in error.reasons], seconds=time.monotonic() - began)
