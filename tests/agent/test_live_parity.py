"""Live and lockstep agree: given the same observations and latency, the same actions are sent in the same order."""

import itertools
from functools import partial

from msgspec.structs import replace

from agent.games import Acting, open_sandbox
from agent.limits import Limits
from agent.live import LiveSettings, run_live
from agent.lockstep import run_lockstep
from agent.loop import Mode, PlayLoop
from agent.manifests import game_manifest
from agent.model_player import agent_planner
from agent.play_ports import NullSink, PlayPorts
from agent.players import scripted_planner
from agent.recorder import Recorder
from bridge.clock import MILLISECOND_NS, SECOND_NS, SystemClock, VirtualClock
from bridge.events import Author, ButtonPress, ButtonRelease, KeyPress, KeyRelease
from bridge.held import HeldInput
from bridge.link.replay import ReplayWorld
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.sandbox.tasks import task_named
from bridge.state import TICK_NS

CLOCK = SystemClock()
PAUSE_NS = 150 * MILLISECOND_NS
RACE_NS = 20 * MILLISECOND_NS
"""A plan reaches the hands a little after it is ready."""
TRIES = 8
"""A live play in which the machine itself came too late is void, and played again."""
SEED = 900_000


class LedgerSink(NullSink):
    """Hands that only write down what they were told."""

    def __init__(self) -> None:
        self.sent = []
        self._held = HeldInput()

    def send(self, event):
        self.sent.append(event)
        self._held = self._held.after(event)

    def held(self):
        return self._held


def patient(planner):
    """The planner without what it plans for the first 150 ms, so that no plan is late on a busy machine."""

    def plan(history):
        made = planner(history)
        return replace(made, events=tuple(e for e in made.events if e.at_ns >= made.made_from_ns + PAUSE_NS))

    return plan


def play_live(planner, session):
    with open_sandbox("woodcutting", SEED, CLOCK, injected_by=Author.AGENT, acting=Acting()) as game:
        manifest = game_manifest(game.window, CLOCK, "woodcutting", SEED, "agent", 0.0, (2, 2))
        with Recorder(RecordingWriter(session, manifest, video=False)) as tape:
            settings = LiveSettings(CLOCK.now_ns() + 7 * SECOND_NS, lambda: "")
            loop = PlayLoop(Mode.ARMED)
            run_live(game.ports, CLOCK, loop, patient(planner), tape, settings)
    return loop


def play_again(planner, recording):
    clock, sink, plans = VirtualClock(), LedgerSink(), []
    planner = patient(planner)

    def noting(history):
        plans.append(planner(history))
        return plans[-1]

    world = ReplayWorld(recording, clock)
    loop = PlayLoop(Mode.ARMED)
    latencies_ns = {plan.made_from_ns: plan.ready_ns - plan.made_from_ns for plan in recording.plans()}
    run_lockstep(
        PlayPorts(world, world, sink, None),
        clock,
        loop,
        noting,
        2**31,
        Limits(765, 503),
        latency_ns=lambda now: latencies_ns.get(now, 0),
    )
    return plans, sink.sent, loop


def play_on_time(make_planner, folder):
    for attempt in range(TRIES):
        session = folder / f"live-{attempt}.mcap"
        dropped_late = play_live(make_planner(), session).statistics.dropped_late
        recording = open_recording(session)
        if dropped_late == 0 and is_on_time(recording):
            return recording
    raise AssertionError(f"the machine was late in each of {TRIES} plays")


def is_on_time(recording) -> bool:
    """Whether the ticks came 600 ms apart, and for each the plan, before its first action was due."""
    ticks_ns = [state.tick.received_ns for state in recording.states()]
    plans = list(recording.plans())
    late_ns = [abs(later - earlier - TICK_NS) for earlier, later in itertools.pairwise(ticks_ns)]
    return (
        max(late_ns) < RACE_NS
        and [plan.made_from_ns for plan in plans] == ticks_ns[: len(plans)]
        and max(plan.ready_ns - plan.made_from_ns for plan in plans) < PAUSE_NS
    )


def comparable(*plays, ready_ns):
    """Of each play, the events that must be the same in all of them.

    One that is due as a plan that may take its place gets ready is open: either plan may win. Once a press or release
    is open, so is what is held, and with it which presses and releases the limits let through from there on.
    """

    def is_open(event):
        return any(-RACE_NS < event.at_ns - ready < RACE_NS for ready in ready_ns)

    def of_hands(event):
        return isinstance(event, ButtonPress | ButtonRelease | KeyPress | KeyRelease)

    opened_ns = min((e.at_ns for e in itertools.chain(*plays) if of_hands(e) and is_open(e)), default=2**63)
    return [[e for e in play if not is_open(e) and not (of_hands(e) and e.at_ns >= opened_ns)] for play in plays]


def agree(make_planner, folder) -> tuple[int, bool]:
    """How many events were sent in both, and whether a plan went on from one before.

    An input just before a tick is heard before or after it. The plans may part there, and nothing after is compared.
    """
    recording = play_on_time(make_planner, folder)
    plans, again, loop = play_again(make_planner(), recording)
    assert loop.statistics.dropped_late == 0
    made = list(recording.plans())
    same = [plan.events == planned.events for plan, planned in zip(plans, made, strict=False)]
    if all(same):
        parted_ns = 2**63
    else:
        parted_ns = made[same.index(False)].made_from_ns
        ticks_ns = [plan.made_from_ns for plan in made if plan.made_from_ns <= parted_ns]
        assert any(0 < tick_ns - event.at_ns < RACE_NS for event in recording.inputs() for tick_ns in ticks_ns)
    assert len(same) >= 9
    live = [item.event for item in recording.sent()]
    sent, sent_again = comparable(live, again, ready_ns=[plan.ready_ns for plan in made])
    sent, sent_again = ([e for e in play if e.at_ns < parted_ns] for play in (sent, sent_again))
    assert [describe(event) for event in sent_again[: len(sent)]] == [describe(event) for event in sent]
    return len(sent), any(plan.committed_ns for plan in plans)


def test_a_model_played_live_plays_the_same_in_lockstep(display, tiny_run, tmp_path):
    """Three plays: one may be of windows in which the model does next to nothing."""
    plays = [agree(partial(agent_planner, tiny_run, "cpu", own), tmp_path / str(own)) for own in (4, 5, 8)]
    assert sum(sent for sent, _ in plays) >= 1
    assert any(goes_on for _, goes_on in plays)


def test_the_expert_played_live_plays_the_same_in_lockstep(display, tmp_path):
    expert = task_named("woodcutting").expert
    sent, goes_on = agree(lambda: scripted_planner(expert(SEED)), tmp_path)
    assert sent >= 20
    assert not goes_on


def describe(event):
    names = ("x", "y", "button", "key", "notches")
    return (type(event).__name__, *(getattr(event, name, None) for name in names))
