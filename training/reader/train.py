"""Train the learned reader.

    python -m training.reader.train CARRY OUT NAME [options]

CARRY holds `encoder/encoder.npz`, `packed/train.npz`, `packed/dev.npz`, `pages/dev.jsonl` and, to
count statements on development reports, `score.py`. Writes `OUT/NAME.json` with `OUT/NAME.*.npz`
(the moving average of the weights) and `OUT/NAME.log`. Goes on from `STATE/NAME.state` if that is
there (`--state FOLDER`), or begins from the weights of another reader (`--start BASE`). Runs
on a GPU where there is one; needs only PyTorch and numpy.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from training.reader.batch import Packed
from training.reader.decode import candidates
from training.reader.encoder import load_encoder
from training.reader.evaluate import figures
from training.reader.figures import short
from training.reader.loss import PARTS, CodeWeights, code_weights, losses, whole
from training.reader.model import ReaderNet, Settings
from training.reader.page import read_pages
from training.reader.saving import FROZEN, save_reader, start_from
from training.scorer import load_scorer

STATEMENTS_A_WINDOW = 10.0
"""Losses are sums over statements: divided by this they are about one a window."""
CLIP = 5.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast. `minutes` 0 means that only `passes` limits it."""

    passes: int = 12
    windows: int = 8
    encoder_rate: float = 1.5e-4
    head_rate: float = 1.2e-3
    warm_up: int = 60
    average: float = 0.998
    weighted: bool = True
    minutes: float = 0.0
    seed: int = 1
    few: int = 0
    lowest: float = 0.02


class Training:
    """The net, its optimiser, the moving average, and how far it has come."""

    def __init__(self, net: ReaderNet, schedule: Schedule, steps: int) -> None:
        self.net, self.schedule, self.steps, self.step = net, schedule, steps, 0
        self.begun = time.monotonic()
        own = [p for p in net.encoder.parameters() if p.requires_grad]
        inside = {id(p) for p in own}
        heads = [p for p in net.parameters() if p.requires_grad and id(p) not in inside]
        self.rates = (schedule.encoder_rate, schedule.head_rate)
        groups: list[dict[str, list[Tensor]]] = [{"params": [*own]}, {"params": [*heads]}]
        self.optimiser = torch.optim.AdamW(groups, lr=1e-4, weight_decay=0.01, betas=(0.9, 0.98))
        self.average = {n: p.detach().clone() for n, p in net.named_parameters() if p.requires_grad}

    def take(self, loss: Tensor) -> None:
        """Make one step down `loss`."""
        done = min(max(self.step / self.steps, self._time_used()), 1.0)
        factor = min(1.0, (self.step + 1) / self.schedule.warm_up)
        factor *= max(self.schedule.lowest, 0.5 * (1 + math.cos(math.pi * done)))
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), CLIP)
        self.optimiser.step()
        self.step += 1
        # Early on the average follows quickly, else it would keep the untrained heads.
        keep = min(self.schedule.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, parameter in self.net.named_parameters():
                if name in self.average:
                    self.average[name].lerp_(parameter, 1 - keep)

    def _time_used(self) -> float:
        """Return the part of the minutes that is used up, 0 where none were set."""
        limit = 60 * self.schedule.minutes
        return (time.monotonic() - self.begun) / limit if limit else 0.0

    def averaged(self) -> dict[str, Tensor]:
        """Return the weights with the moving average in place of what is trained."""
        return {**self.net.state_dict(), **self.average}

    def save(self, path: Path) -> None:
        """Keep all that is needed to go on."""
        trained = {k: v for k, v in self.net.state_dict().items() if not k.startswith(FROZEN)}
        state: dict[str, object] = {"net": trained, "optimiser": self.optimiser.state_dict()}
        state |= {"average": self.average, "step": self.step}
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a kept state."""
        state = torch.load(path, map_location=next(self.net.parameters()).device)
        self.net.load_state_dict(state["net"], strict=False)
        self.optimiser.load_state_dict(state["optimiser"])
        self.average, self.step = state["average"], state["step"]


def order(schedule: Schedule, windows: int, start: int) -> Iterator[list[int]]:
    """Yield the windows of each step from step `start` on; the same for the same seed."""
    step = 0
    for number in range(schedule.passes):
        index = list(range(windows))
        random.Random(schedule.seed * 1000 + number).shuffle(index)
        for first in range(0, windows, schedule.windows):
            step += 1
            if step > start:
                yield index[first : first + schedule.windows]


class Log:
    """Writes lines to a file and to the terminal."""

    def __init__(self, path: Path) -> None:
        self.path, self.begun = path, time.monotonic()

    def __call__(self, line: str) -> None:
        """Write one line, with the seconds since the beginning."""
        text = f"{time.monotonic() - self.begun:6.0f} {self.path.stem:10} {line}"
        print(text, flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")


def train(options: argparse.Namespace, schedule: Schedule, settings: Settings) -> None:
    """Train, and count on the development reports at the end."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(schedule.seed)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.set_float32_matmul_precision("high")
    log = Log(options.out / f"{options.name}.log")
    log(f"{schedule} {settings} on {device}")
    packed = Packed(options.carry / "packed" / "train.npz", device)
    windows = min(len(packed), schedule.few or len(packed))
    encoder = load_encoder(options.carry / "encoder" / "encoder.npz", settings.layers)
    net = ReaderNet(encoder, len(packed.feature_names), settings).to(device)
    if options.start is not None:
        new = start_from(net, options.start, packed.feature_names)
        log(f"starts from {options.start.name}, {len(new)} word features new: {', '.join(new)}")
    counts = packed.code_counts()
    weights = {name: torch.ones(len(count)) for name, count in counts.items()}
    if schedule.weighted:
        weights = code_weights(counts)
    weights = {name: weight.to(device) for name, weight in weights.items()}
    steps = schedule.passes * math.ceil(windows / schedule.windows)
    training = Training(net, schedule, steps)
    state = options.state / f"{options.name}.state"
    if state.is_file():
        training.resume(state)
        log(f"goes on from step {training.step}")
    log(f"{windows} windows, {steps} steps, {device}")
    _run(training, packed, weights, windows, state, log)
    base = options.out / options.name
    save_reader(training.averaged(), settings, packed.feature_names, base)
    _count(training, settings, options, device, log)


def _run(
    training: Training,
    packed: Packed,
    weights: CodeWeights,
    windows: int,
    state: Path,
    log: Log,
) -> None:
    schedule = training.schedule
    begun = kept = time.monotonic()
    totals = dict.fromkeys(PARTS, 0.0)
    seen = 0
    training.net.train()
    for chosen in order(schedule, windows, training.step):
        parts = losses(training.net, packed.batch(chosen), weights)
        training.take(whole(parts) / (STATEMENTS_A_WINDOW * len(chosen)))
        seen += len(chosen)
        if training.step % 20 == 0:
            for name, value in parts.items():
                totals[name] = float(value.detach()) / len(chosen)
            if training.step % 100 == 0:
                line = " ".join(f"{name} {value:.1f}" for name, value in totals.items())
                log(
                    f"step {training.step} {line} {seen / (time.monotonic() - begun):.1f} windows/s"
                )
        now = time.monotonic()
        if now - kept > 60:
            training.save(state)
            kept = now
        if schedule.minutes and now - training.begun > 60 * schedule.minutes:
            log(f"out of time at step {training.step} of {training.steps}")
            return


def _count(
    training: Training,
    settings: Settings,
    options: argparse.Namespace,
    device: torch.device,
    log: Log,
) -> None:
    scorer = options.carry / "score.py"
    if not scorer.is_file():
        return
    net = training.net
    net.load_state_dict(training.averaged())
    mix = ", ".join(f"{w:.2f}" for w in torch.softmax(net.mix, 0).tolist())
    log(f"layers {settings.mix_from + 1}-{settings.layers} mixed {mix}")
    pages = read_pages(options.carry / "pages" / "dev.jsonl")
    found = candidates(net, Packed(options.carry / "packed" / "dev.npz", device), pages)
    module = load_scorer(scorer)
    for language in ("en", "es", None):
        those = [page for page in pages if language in (None, page.language)]
        log(f"dev {language or 'all'} {short(figures(module, those, found))}")


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("carry", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("name")
    parser.add_argument("--start", type=Path, default=None, help="a saved reader to start from")
    parser.add_argument("--state", type=Path, default=None)
    parser.add_argument("--threads", type=int, default=1)
    for options_of in (Schedule, Settings):
        for option in dataclasses.fields(options_of):
            parser.add_argument(
                f"--{option.name.replace('_', '-')}",
                type=_truth if isinstance(option.default, bool) else type(option.default),
                default=option.default,
            )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    options.state = options.state or options.out
    options.state.mkdir(parents=True, exist_ok=True)
    random.seed(options.seed)
    np.random.seed(options.seed)
    given = vars(options)
    schedule = Schedule(**{f.name: given[f.name] for f in dataclasses.fields(Schedule)})
    settings = Settings(**{f.name: given[f.name] for f in dataclasses.fields(Settings)})
    train(options, schedule, settings)


def _truth(text: str) -> bool:
    return text.lower() in ("1", "true", "yes")


if __name__ == "__main__":
    main()
