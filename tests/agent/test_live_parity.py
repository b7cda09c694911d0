"""Live and lockstep agree: given the same observations and latency, the same actions are sent in the same order."""

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
from bridge.events import Author
from bridge.held import HeldInput
from bridge.link.replay import ReplayWorld
from bridge.recording.reader import open_recording
from bridge.recording.writer import RecordingWriter
from bridge.sandbox.tasks import task_named

CLOCK = SystemClock()
PAUSE_NS = 150 * MILLISECOND_NS
RACE_NS = 20 * MILLISECOND_NS
"""A plan reaches the hands a little after it is ready."""
TRIES = 4
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
        if play_live(make_planner(), session).statistics.dropped_late == 0:
            return open_recording(session)
    raise AssertionError(f"the machine was late in each of {TRIES} plays")


def clear_of(ready_ns):
    """Whether an event is due well before or after each plan that may take its place: else either plan may win."""

    def is_clear(event):
        return not any(-RACE_NS < event.at_ns - ready < RACE_NS for ready in ready_ns)

    return is_clear


def agree(make_planner, folder) -> tuple[int, bool]:
    """How many events were sent in both, and whether a plan went on from one before."""
    recording = play_on_time(make_planner, folder)
    plans, sent_again, again = play_again(make_planner(), recording)
    made = [(plan.made_from_ns, plan.events) for plan in recording.plans()]
    is_clear = clear_of([plan.ready_ns for plan in recording.plans()])
    sent = [item.event for item in recording.sent() if is_clear(item.event)]
    sent_again = [event for event in sent_again if is_clear(event)]
    assert again.statistics.dropped_late == 0
    assert [(plan.made_from_ns, plan.events) for plan in plans[: len(made)]] == made
    assert len(made) >= 9
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
