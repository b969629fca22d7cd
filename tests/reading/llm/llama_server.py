"""llama.cpp's server in a process of its own: `python -m tests.reading.llm.llama_server MODEL`.

It prints its address in one line and serves until its input ends, so that it never outlives whoever
started it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]


def serve(model: Path, context: int, threads: int, key: str) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.model_alias = {model.stem}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = context
    params.n_parallel = 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.api_keys = [key] if key else []
    params.warmup = False
    params.verbosity = 0
    server = xllamacpp.Server(params)
    print(f"ADDRESS {server.listening_address}/v1", flush=True)
    sys.stdin.read()
    sys.stdout.flush()
    os._exit(0)  # the server's threads need not be waited for


@contextmanager
def llama_server(
    model: Path, context: int = 4096, threads: int = 1, key: str = ""
) -> Iterator[str]:
    """Yield the address at which the model answers, to whoever has the key if there is one."""
    command = [sys.executable, "-m", "tests.reading.llm.llama_server", str(model)]
    command += ["--context", str(context), "--threads", str(threads), "--key", key]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            for line in process.stdout:
                if line.startswith("ADDRESS "):
                    yield line.removeprefix("ADDRESS ").strip()
                    break
            else:
                raise RuntimeError(f"llama.cpp did not start with {model.name}")
        finally:
            process.stdin.close()
            process.wait(30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--context", type=int, default=4096)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--key", default="")
    options = parser.parse_args()
    serve(options.model, options.context, options.threads, options.key)


if __name__ == "__main__":
    main()
