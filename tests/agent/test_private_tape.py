"""A recording holds no character that was typed where it is private, and no picture of it."""

import msgspec
import numpy as np
import pytest

from agent.private_tape import PrivateTape
from agent.recorder import Recorder
from agent.tape import SilentTape
from bridge.clock import SECOND_NS
from bridge.events import Author, KeyPress, KeyRelease, PointerMove
from bridge.frame import Frame
from bridge.geometry import Rect
from bridge.recording.manifest import new_manifest
from bridge.recording.messages import Marker, PlannedInput, SentInput
from bridge.recording.writer import RecordingWriter
from bridge.state import TICK_NS, GamePhase, GameState, Interface, Tick, View
from tests.agent.desktop.listening import eventually

PLAYING = GameState(
    Tick(0, 0),
    GamePhase.LOGGED_IN,
    View(765, 503, Rect(4, 4, 512, 334)),
    Interface(open=(), is_text_field_active=False),
)
MOVE = PointerMove(7, 1, 2, Author.AGENT)


class KeepingTape(SilentTape):
    def __init__(self):
        self.states, self.inputs, self.frames, self.plans, self.sent, self.markers = [], [], [], [], [], []

    def keep_state(self, state):
        self.states.append(state)

    def keep_inputs(self, events):
        self.inputs += events

    def keep_frame(self, frame):
        self.frames.append(frame)

    def keep_plan(self, plan):
        self.plans.append(plan)

    def keep_sent(self, sent):
        self.sent.append(sent)

    def keep_marker(self, marker):
        self.markers.append(marker)


@pytest.fixture
def kept():
    return KeepingTape()


def tick(number: int, sign: str = "+") -> GameState:
    interface = Interface(open=(), is_text_field_active=sign != "+")
    return msgspec.structs.replace(PLAYING, tick=Tick(number, number * TICK_NS), interface=interface)


def typed(number: int, key: str = "a"):
    at_ns = number * TICK_NS + TICK_NS // 2
    return KeyPress(at_ns, key, Author.HUMAN), KeyRelease(at_ns + 1, key, Author.HUMAN)


def picture(number: int) -> Frame:
    return Frame(number * TICK_NS + TICK_NS // 3, np.full((2, 3, 3), 200, np.uint8))


def play(tape, publics: str):
    """Each tick: its state, a key typed after it and a picture of it."""
    with tape:
        for number, sign in enumerate(publics):
            if sign != " ":
                tape.keep_state(tick(number, sign))
            tape.keep_inputs(typed(number))
            tape.keep_frame(picture(number))


def test_two_ticks_on_either_side_of_a_text_field_are_left_out(kept):
    tape = PrivateTape(kept, hides_letters=True)
    play(tape, "+++++--+++++")
    pressed = [event.at_ns // TICK_NS for event in kept.inputs if isinstance(event, KeyPress)]
    seen = [frame.at_ns // TICK_NS for frame in kept.frames if frame.pixels.any()]
    assert pressed == seen == [1, 2, 8, 9]
    assert len(kept.frames) == 12
    assert (tape.frames_blanked, tape.keys_dropped) == (8, 16)
    assert {event.key for event in kept.inputs} == {"letter"}


def test_a_client_at_its_login_screen_sends_no_tick_and_that_is_private(kept):
    play(PrivateTape(kept, hides_letters=True), "+++++        ++++++")
    pressed = [event.at_ns // TICK_NS for event in kept.inputs if isinstance(event, KeyPress)]
    assert pressed == [1, 2, 14, 15, 16]


def test_while_no_tick_comes_nothing_piles_up(kept):
    tape = PrivateTape(kept, hides_letters=True)
    with tape:
        for number in range(4):
            tape.keep_state(tick(number))
        for number in range(4, 2_000):
            tape.keep_frame(picture(number))
            tape.keep_inputs(typed(number))
        assert len(kept.frames) == 1_996
        assert not any(frame.pixels.any() for frame in kept.frames)
        assert tape.keys_dropped == 2 * 1_996


def test_the_order_of_the_events_is_kept(kept):
    with PrivateTape(kept, hides_letters=False) as tape:
        for number in range(2):
            tape.keep_state(tick(number))
        press, release = typed(1)
        move = PointerMove(press.at_ns + 1, 5, 6, Author.HUMAN)
        tape.keep_inputs((press, move, release))
        assert kept.inputs == []
        for number in range(2, 4):
            tape.keep_state(tick(number))
    assert kept.inputs == [press, move, release]


def test_a_secret_never_crosses_whatever_the_ticks_say(kept):
    generator = np.random.default_rng(5)
    for _ in range(300):
        kept.inputs.clear()
        publics = "".join(generator.choice(list("++++- "), 12))
        play(PrivateTape(kept, hides_letters=True), publics)
        for event in kept.inputs:
            number = event.at_ns // TICK_NS
            assert publics[max(0, number - 1) : number + 3].replace(" ", "+") == "++++", (publics, number)


def test_plans_what_was_sent_states_and_lost_frames_pass_at_once(kept):
    plan, sent = PlannedInput(1, None, (MOVE,)), SentInput(8, MOVE)
    tape = PrivateTape(kept, hides_letters=True)
    tape.keep_plan(plan)
    tape.keep_sent(sent)
    tape.keep_marker(Marker(9, "report", ""))
    tape.keep_frame(None)
    tape.keep_state(tick(0, "-"))
    assert (kept.plans, kept.sent, kept.frames, len(kept.states)) == ([plan], [sent], [None], 1)
    assert kept.markers == [Marker(9, "report", "")]


@pytest.mark.parametrize("fps", [17, 30, 60])
def test_no_frame_is_dropped_at_any_rate(tmp_path, fps):
    manifest = new_manifest(
        "s",
        started_ns=0,
        started_wall_ns=1,
        game="runelite",
        task="",
        author="person",
        frame_px=(16, 16),
        frames_per_second=float(fps),
    )
    recorder = Recorder(RecordingWriter(tmp_path / "a.mcap", manifest))
    with recorder, PrivateTape(recorder, hides_letters=True) as tape:
        for number in range(6):
            tape.keep_state(tick(number))
            for part in range(fps * 6 // 10):
                at_ns = number * TICK_NS + part * SECOND_NS // fps
                tape.keep_frame(Frame(at_ns, np.full((16, 16, 3), 200, np.uint8)))
            assert eventually(lambda: recorder._queue.qsize(), 0) == 0  # as time would bring it
    assert recorder.counts.frames_dropped == 0
    assert recorder.counts.frames_written == 6 * (fps * 6 // 10)
