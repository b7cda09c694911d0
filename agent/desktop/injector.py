"""The hands, as a process of their own: `python -m agent.desktop.injector BEAT LEDGER` (docs/playing.md).

It takes plans on standard input and sends their events at absolute times, whatever the model's process does meanwhile.
One thread; it loads no tensors.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from agent.desktop.actuator_xtest import XTestActuator, open_xtest_actuator
from agent.desktop.echoes import Echoes
from agent.desktop.failures import desktop_errors
from agent.desktop.heartbeat import Heartbeat
from agent.desktop.keyboard_x11 import read_keyboard_map
from agent.desktop.lead import LEAST_LEAD_NS, MOST_LEAD_NS, Lead
from agent.desktop.ledger import HeldLedger, mapped_ledger
from agent.desktop.message_pipe import MessagePipe
from agent.desktop.punctual import HANDS_PRIORITY, be_punctual, stop_collecting
from agent.desktop.raw_stream import injecting_devices, select_raw_input
from agent.desktop.vigil import Vigil
from agent.desktop.wire import Alive, Arm, Failed, Forbid, Order, Ready, Rest, Rested, Setup, order_unpacker
from agent.desktop.x11 import Connection, beat_while_waiting, open_connection
from agent.desktop.xtest import Onlooker
from agent.dispatch import SENSELESS_PLANS, Dispatch
from agent.errors import DesktopError, InputRefused
from agent.plan import Plan
from agent.reports import Halted, NotSent
from agent.schedule import LATE_TOLERANCE_NS
from bridge.clock import MILLISECOND_NS, SECOND_NS, Clock, SystemClock, suspended_ns
from bridge.events import InputEvent, PointerMove

SPIN_NS = 500_000
"""The last part of the waiting for a deadline is not slept but listened through: a sleep may end this much late."""
_SETUP_NS = 20 * SECOND_NS


class Injector:
    """Sends what is due, watches who else acts, and lets go of everything in any ending.

    Args:
        clock: the one that deadlines are on.
        pipe: orders in, answers out.
        heart: tells the guardian that this process lives.
        actuator: the hands.
        vigil: whether they may act.
        echoes: what was sent and seen back.
        dispatch: what is due.
        connection: the actuator's; waited for.
        lead: when the actuator is to aim.
    """

    def __init__(
        self,
        clock: Clock,
        pipe: MessagePipe[Order],
        heart: Heartbeat,
        actuator: XTestActuator,
        vigil: Vigil,
        echoes: Echoes,
        dispatch: Dispatch,
        connection: Connection,
        lead: Lead,
    ) -> None:
        self._clock = clock
        self._pipe = pipe
        self._heart = heart
        self._actuator = actuator
        self._vigil = vigil
        self._echoes = echoes
        self._dispatch = dispatch
        self._always_forbidden = dispatch.forbidden
        self._display = int(connection.get_file_descriptor())
        self._lead = lead
        self._is_aimed = False
        self._ready_for_ns = 0
        self._is_resting = False
        self._is_halted = False

    def run(self) -> None:
        """Work until the agent is gone."""
        self._pipe.send(Ready())
        try:
            while not self._pipe.is_closed:
                self._wait()
                self._turn()
        finally:
            with suppress(DesktopError):
                self._actuator.close()

    def _turn(self) -> None:
        for order in self._pipe.received():
            self._obey(order)
        try:
            self._actuator.catch_up()
            self._judge()
            self._prepare()
            self._send_due()
            self._prepare()
            self._actuator.catch_up()
        except DesktopError as error:
            self._vigil.lost(error)
        self._judge()
        self._tell()

    def _wait(self) -> None:
        now_ns = self._clock.now_ns()
        wake_ns = self._heart.next_ns
        if (due_ns := self._dispatch.next_ns) is not None:
            is_ready = due_ns == self._ready_for_ns or self._lead.is_heard(due_ns)
            wake_ns = min(wake_ns, due_ns - (LEAST_LEAD_NS if is_ready else MOST_LEAD_NS))
        if not self._is_aimed and (act := self._dispatch.next_act) is not None:
            wake_ns = min(wake_ns, act.at_ns - self._lead.ns)
        if self._echoes.is_waiting or self._is_resting:
            wake_ns = min(wake_ns, now_ns + MILLISECOND_NS)
        timeout_s = max(0, wake_ns - now_ns) / SECOND_NS
        watched = [self._pipe.reads] if self._vigil.is_display_dead else [self._pipe.reads, self._display]
        select.select(watched, [], [], timeout_s)

    def _obey(self, order: Order) -> None:
        self._vigil.heard_agent()
        match order:
            case Arm():
                self._vigil.arm()
            case Forbid():
                self._dispatch.forbid((*self._always_forbidden, *order.places))
            case Plan() if self._vigil.may_act:
                self._pipe.send(*self._dispatch.planned(order))
            case Rest():
                self._pipe.send(*self._dispatch.clear())
                self._vigil.disarm()
                self._let_go()
                self._is_resting = True
            case _:
                pass

    def _judge(self) -> None:
        """Become neutral where the vigil says so."""
        try:
            self._vigil.judge(self._actuator, is_guarded=self._heart.is_heard)
        except DesktopError as error:
            self._vigil.lost(error)
        if self._vigil.objection and not self._is_halted:
            self._is_halted = True
            self._let_go()
            self._pipe.send(*self._dispatch.clear(), Halted(self._clock.now_ns(), self._vigil.objection))

    def _let_go(self) -> None:
        try:
            self._actuator.release_all()
        except DesktopError as error:  # a display that is gone holds nothing
            self._vigil.lost(error)

    def _prepare(self) -> None:
        """Hear whether the server lives before what is due soon, and ask about what is more than a move."""
        now_ns, due_ns = self._clock.now_ns(), self._dispatch.next_ns
        act = self._dispatch.next_act if self._vigil.may_act else None
        if due_ns is not None and due_ns - now_ns <= MOST_LEAD_NS and due_ns != self._ready_for_ns:
            self._ready_for_ns = due_ns
            if not self._lead.is_heard(due_ns):
                self._actuator.ping(due_ns)
        self._is_aimed = act is not None and act.at_ns - now_ns <= self._lead.ns
        if self._is_aimed:
            self._heart.beat()  # the server is held from now on
        self._actuator.aim(act if self._is_aimed else None)

    def _send_due(self) -> None:
        if not self._vigil.may_act:
            return
        turn = self._dispatch.due(self._clock.now_ns(), self._actuator.held(), LEAST_LEAD_NS)
        self._pipe.send(*turn.not_sent)
        waiting = turn.send
        while waiting:
            event, waiting = waiting[0], waiting[1:]
            left = self._send(event, waiting)
            waiting = tuple(each for each in waiting if each not in left)
        if self._dispatch.is_senseless:
            self._vigil.object(SENSELESS_PLANS)

    def _send(self, event: InputEvent, waiting: tuple[InputEvent, ...]) -> tuple[InputEvent, ...]:
        """Send an event that is due; gives what does not leave, of what waits too."""
        if not self._vigil.may_act:
            self._pipe.send(NotSent(event, "stopped"))
            return ()
        if not isinstance(event, PointerMove):
            self._heart.beat()  # not later: whoever hears it may take the processor, and it is nearly time
        self._echoes.begin(event)
        try:
            self._actuator.send(event)
        except InputRefused as refused:
            self._echoes.refused()
            not_sent = self._dispatch.refused(event, refused.reason, waiting)
            self._pipe.send(*not_sent)
            return tuple(each.event for each in not_sent)
        self._echoes.left()
        return ()

    def _tell(self) -> None:
        now_ns = self._clock.now_ns()
        self._pipe.send(*self._echoes.finished(now_ns))
        if now_ns >= self._heart.next_ns:
            self._heart.beat()
            self._pipe.send(Alive())
        if self._is_resting and not self._echoes.is_waiting:
            self._is_resting = False
            self._pipe.send(Rested())


def main(beat: int, ledger_file: int) -> int:
    """Run the process.

    Args:
        beat: descriptor of the pipe to the guardian.
        ledger_file: descriptor of the ledger.
    """
    clock, ledger = SystemClock(), mapped_ledger(ledger_file)
    pipe = MessagePipe(sys.stdin.fileno(), sys.stdout.fileno(), order_unpacker())
    try:
        setup = _setup(pipe, clock)
        injector = _open(setup, clock, pipe, ledger, Heartbeat(beat, ledger, clock))
    except DesktopError as error:
        pipe.send(Failed(str(error)))
        return 1
    stop_collecting()
    be_punctual(HANDS_PRIORITY)  # only now: starting is work that others need not wait for
    try:
        injector.run()
    except DesktopError:  # bytes that are no order: whoever sent them is not our agent any more
        return 1
    return 0


def _setup(pipe: MessagePipe[Order], clock: Clock) -> Setup:
    deadline_ns = clock.now_ns() + _SETUP_NS
    while not pipe.is_closed and clock.now_ns() < deadline_ns:
        select.select([pipe.reads], [], [], 1.0)
        for order in pipe.received():
            if isinstance(order, Setup):
                return order
    raise DesktopError("the hands were not told which window they are for")


def _open(setup: Setup, clock: Clock, pipe: MessagePipe[Order], ledger: HeldLedger, heart: Heartbeat) -> Injector:
    connection = open_connection()
    beat_while_waiting(connection, heart.beat)
    try:
        with desktop_errors("opening the hands"):
            stream = select_raw_input(connection, clock)
            echoes = Echoes(injecting_devices(connection), clock.now_ns)
            stop_keycode = read_keyboard_map(connection).keycodes.get(setup.stop_key or "")
            vigil = Vigil(setup, stop_keycode, ledger, echoes, stream.raw_of, clock.now_ns, suspended_ns)
    except BaseException:
        connection.disconnect()
        raise

    lead = Lead(clock.now_ns)
    onlooker = Onlooker(vigil.saw, partial(_await, clock), lambda: vigil.may_act, echoes.faked)
    actuator = open_xtest_actuator(setup.window, connection=connection, ledger=ledger, onlooker=onlooker, lead=lead)
    try:
        actuator.check_window()  # from here on the server tells what becomes of it
    except BaseException:
        actuator.close()
        raise
    return Injector(clock, pipe, heart, actuator, vigil, echoes, Dispatch(setup.limits), connection, lead)


def _await(clock: Clock, due_ns: int, take_in: Callable[[], None]) -> bool:
    """Sleep, then listen without a pause, until an event is due; gives whether it is not too late for it."""
    clock.sleep_until_ns(due_ns - SPIN_NS)
    while (now_ns := clock.now_ns()) < due_ns:
        take_in()
    return now_ns - due_ns <= LATE_TOLERANCE_NS


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
