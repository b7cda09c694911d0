"""Secrets typed and shown beside the game, at its login and over its window, recorded by the real recorder."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import msgspec
import numpy as np

from agent.desktop.canvas import GameWindow
from agent.desktop.display import private_display
from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.screen import ScreenSource
from agent.desktop.x11 import extension, open_connection, root_window
from agent.errors import DesktopError
from agent.manifests import game_manifest
from agent.recorder_process import RecorderProcess
from agent.recorder_wire import RecorderSetup
from bridge.clock import MILLISECOND_NS, SystemClock
from bridge.events import Author, ButtonPress, KeyPress, KeyRelease, PointerMove
from bridge.recording.raw import open_raw
from bridge.recording.reader import open_recording
from bridge.state import GamePhase, Interface
from tests.agent.desktop.plain_window import HEIGHT_PX, WIDTH_PX, PlainWindow, plain_window
from tests.agent.recorded_window import CLOCK, public_state

SECRET = "qzjx7kvw"
"""None of its keys is ever typed into the game."""
GAME_KEYS = ("space", "1", "f1", "left", "e")
_SECRET_COLOUR = (255, 0, 255)
_GAME_COLOUR = (20, 160, 60)
_LOGIN_TICK_NS = 40 * MILLISECOND_NS
_PRIVATE_LOOKS = (
    {"phase": GamePhase.LOGIN_SCREEN},
    {"phase": GamePhase.LOADING},
    {"interface": Interface(open=("bank", "bank_pin"), is_text_field_active=False)},
    {"interface": Interface(open=(), is_text_field_active=True)},
    None,  # the client sends no tick at all
)


class Typist:
    """Types and points anywhere on the desktop through XTest; every method returns when the server has done it."""

    def __init__(self) -> None:
        self._connection = open_connection()
        self._xtest, self._root = extension(self._connection, "xtest"), root_window(self._connection)
        self._keycodes = read_keyboard_map(self._connection).keycodes

    def type(self, key: str) -> None:
        """Press and release a key."""
        for kind in (2, 3):
            self._fake(kind, self._keycodes[key])

    def point(self, x: int, y: int, *, clicks: bool = False) -> None:
        """Move the pointer to a desktop pixel."""
        self._fake(6, 0, x, y)
        if clicks:
            self._fake(4, 1)
            self._fake(5, 1)

    def close(self) -> None:
        """Give back the connection."""
        self._connection.disconnect()

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        self._xtest.FakeInput(kind, detail, 0, self._root, x, y, 0)
        self._connection.core.GetInputFocus().reply()


@dataclass(frozen=True, slots=True)
class Stage:
    """The game's window, another one, a hand, and the recorder of the first."""

    game: PlainWindow
    other: PlainWindow
    typist: Typist
    recorder: RecorderProcess


def type_elsewhere(path: Path, count: int, seed: int) -> None:
    """Record `count` events in another window that lies half over the game, between events of the game."""
    chance = random.Random(seed)
    with _stage(path) as stage:
        stage.other.paint(_filled(_SECRET_COLOUR, 300, 200))
        _public_ticks(stage, 3)
        for number in range(count):
            if number % 50 == 0:
                stage.recorder.keep_state(public_state(number))
                stage.other.place(chance.randrange(0, 700), chance.randrange(0, 500), 300, 200)
                _play(stage, chance)
            stage.other.focus()
            left, top = _corner(stage.other)
            if number % 2:
                x = left + 2 * chance.randrange(140)
                stage.typist.point(x + x % 2 + 1, top + 30, clicks=number % 10 == 1)  # odd: never the game's own
            else:
                stage.typist.type(chance.choice(SECRET))
        _public_ticks(stage, 3)


def log_in(path: Path, count: int, seed: int) -> None:
    """Record `count` logins, PINs and text fields, at which the secret is typed and the picture shows it."""
    chance, index = random.Random(seed), 0
    with _stage(path) as stage:
        stage.game.focus()
        for _ in range(count):
            look = chance.choice(_PRIVATE_LOOKS)
            for _ in range(chance.randint(5, 7)):
                stage.recorder.keep_state(public_state(index := index + 1))
                stage.typist.type(chance.choice(GAME_KEYS))
                CLOCK.sleep_until_ns(CLOCK.now_ns() + _LOGIN_TICK_NS)
            ticks = chance.randint(1, 4) if look else 1
            stage.game.paint(_filled(_SECRET_COLOUR, WIDTH_PX, HEIGHT_PX))
            for key in chance.sample(SECRET, 3):  # before the first private tick says what this is
                stage.typist.type(key)
            for _ in range(ticks):
                if look is not None:
                    state = msgspec.structs.replace(public_state(index := index + 1), **look)
                    stage.recorder.keep_state(state)
                for key in chance.sample(SECRET, 3):
                    stage.typist.type(key)
                pause_ns = _LOGIN_TICK_NS if look is not None else 1_300 * MILLISECOND_NS
                CLOCK.sleep_until_ns(CLOCK.now_ns() + pause_ns)
            stage.typist.type(chance.choice(SECRET))
            stage.game.paint(_filled(_GAME_COLOUR, WIDTH_PX, HEIGHT_PX))


def secrets_in(path: Path, log: bytes) -> str:
    """What of the secret a recording and its log hold, in words; empty for nothing."""
    recording = open_recording(path)
    keys = [event.key for event in recording.inputs() if isinstance(event, KeyPress | KeyRelease)]
    if leaked := set(keys) & set(SECRET):
        return f"keys {sorted(leaked)} of the secret are in the file"
    if any(isinstance(event, PointerMove | ButtonPress) and event.x % 2 for event in recording.inputs()):
        return "a place in another window is in the file"
    if not set(keys) & set(GAME_KEYS):
        return "no key of the game is in the file: this shows nothing"
    texts = (message.data for chunk in open_raw(path).chunks() for message in chunk.messages)
    if any(SECRET.encode() in text for text in (log, path.read_bytes(), *texts)):
        return "the secret's bytes are in a file or a log"
    shows_game = shows_secret = False
    for frame in recording.frames():
        red, green, blue = (frame.pixels[..., channel] for channel in range(3))
        shows_game = shows_game or bool(green.max() > 100)
        shows_secret = shows_secret or bool(((red > 120) & (green < 100) & (blue > 120)).any())
    if shows_secret:
        return "the secret's colour is in a picture"
    return "" if shows_game else "no picture of the game is in the file: this shows nothing"


def record_in_a_process(trial: str, path: Path, count: int, seed: int) -> bytes:
    """Run one of the trials above in a process of its own; what it and its recorder logged."""
    code = f"import pathlib; from tests.soak.recording_privacy import {trial}; "
    code += f"{trial}(pathlib.Path({str(path)!r}), {count}, {seed})"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    return done.stdout


def move_the_window(count: int, seed: int) -> str:
    """Grab pictures while the window is moved `count` times over a screen full of something else; returns figures.

    Raises:
        AssertionError: a picture shows a pixel beside the window.
    """
    chance, done = random.Random(seed), Event()
    pattern = np.random.default_rng(seed).integers(0, 200, (HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    pattern[..., 0] = 10
    with private_display(), plain_window("all else", 0, 0, 1280, 1024) as beside, plain_window() as game:
        beside.paint(_filled(_SECRET_COLOUR, 1280, 1024))
        game.paint(pattern)

        def move() -> None:
            for _ in range(count):
                game.place(chance.randrange(0, 515), chance.randrange(0, 521))
                CLOCK.sleep_until_ns(CLOCK.now_ns() + chance.randrange(0, 20) * MILLISECOND_NS)
            done.set()

        whole = black = lost = 0
        mover = Thread(target=move)
        mover.start()
        with closing(ScreenSource(GameWindow(game.window_id, "a plain window"), SystemClock())) as screen:
            while not done.is_set():
                try:
                    pixels = screen.grab().pixels
                except DesktopError:
                    lost += 1
                    continue
                is_black = not pixels.any()
                assert is_black or np.array_equal(pixels, pattern), "a picture shows what is not the game"
                whole, black = whole + (not is_black), black + is_black
        mover.join()
    return f"{count} moves, {whole} pictures of the window alone, {black} black, {lost} not taken, 0 of anything else"


@contextmanager
def _stage(path: Path) -> Iterator[Stage]:
    with (
        private_display(),
        plain_window() as game,
        plain_window("another window", 600, 400, 300, 200) as other,
        closing(Typist()) as typist,
    ):
        game.paint(_filled(_GAME_COLOUR, WIDTH_PX, HEIGHT_PX))
        window = GameWindow(game.window_id, "a plain window")
        manifest = game_manifest(window, CLOCK, "", None, "person", 20.0, (192, 126), "runelite")
        setup = RecorderSetup(str(path), manifest, window, Author.HUMAN, is_private=True, hides_letters=False)
        with RecorderProcess(setup, CLOCK) as recorder:
            yield Stage(game, other, typist, recorder)


def _public_ticks(stage: Stage, count: int) -> None:
    for index in range(count):
        stage.recorder.keep_state(public_state(index))
        CLOCK.sleep_until_ns(CLOCK.now_ns() + 2 * _LOGIN_TICK_NS)


def _play(stage: Stage, chance: random.Random) -> None:
    """A key and a motion that are the game's, at an even column."""
    stage.game.focus()
    stage.typist.point(100 + 2 * chance.randrange(10), 90)
    stage.typist.type(chance.choice(GAME_KEYS))


def _corner(window: PlainWindow) -> tuple[int, int]:
    place = window._core.GetGeometry(window.window_id).reply()
    return int(place.x), int(place.y)


def _filled(colour: tuple[int, int, int], width: int, height: int) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)
