package osrsagent.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the game has to tell the agent: bounded, between the game's loop and the thread that sends. It numbers the
 * messages, keeps the newest ones and counts the lost. Nothing here waits.
 */
final class Outbox
{
	/** A message to send and how many were thrown away since the last one that was sent. */
	static final class Taken
	{
		final NumberedMessage message;
		final long dropped;

		private Taken(NumberedMessage message, long dropped)
		{
			this.message = message;
			this.dropped = dropped;
		}
	}

	private static final long NEVER = -1;

	private final Deque<NumberedMessage> messages = new ArrayDeque<>();
	private long nextSeq;
	private long putNs = NEVER;
	private long beatNs = NEVER;
	private long sent;
	private long dropped;
	private long sentTicks;
	private long droppedTicks;
	private long untold;
	private long reduced;

	synchronized void putState(GameStateValue state, long nowNs)
	{
		put(NumberedMessage.tick(nextSeq, nowNs, state));
	}

	synchronized void putEvents(List<InputEventValue> events, long nowNs)
	{
		put(NumberedMessage.input(nextSeq, nowNs, events));
	}

	/** Asks for a heartbeat where nothing was put in for 300 ms; whether one was asked for. */
	synchronized boolean beat(long nowNs)
	{
		boolean isDue = putNs == NEVER || nowNs - putNs >= Protocol.HEARTBEAT_NS;
		if (isDue)
		{
			putNs = nowNs;
			beatNs = nowNs;
		}
		return isDue;
	}

	/** The next message to send, or null. */
	synchronized Taken take()
	{
		NumberedMessage message = messages.poll();
		if (message == null)
		{
			return null;
		}
		Taken taken = new Taken(message, untold);
		beatNs = NEVER;
		untold = 0;
		sent++;
		sentTicks += ticksIn(message);
		return taken;
	}

	/** When the game's loop asked for the heartbeat that is to be sent now, or -1: a message in between is as good. */
	synchronized long takeBeatNs()
	{
		long askedNs = beatNs;
		beatNs = NEVER;
		return askedNs;
	}

	/** Counts a message that was taken but could not be sent, and with it what it would have told. */
	synchronized void lose(Taken taken)
	{
		sent--;
		sentTicks -= ticksIn(taken.message);
		countDropped(taken.message);
		untold += 1 + taken.dropped;
	}

	/** Drops what was put in before {@code startNs}: after a long disconnection it would pass for news. */
	synchronized void dropBefore(long startNs)
	{
		while (!messages.isEmpty() && messages.peek().monoNs < startNs)
		{
			dropOldest();
		}
	}

	/** Counts a tick that goes without its bank. */
	synchronized void countReduced()
	{
		reduced++;
	}

	synchronized long reduced()
	{
		return reduced;
	}

	/** Messages that were taken and not lost, since the beginning. */
	synchronized long sent()
	{
		return sent;
	}

	/** Messages that were never sent, since the beginning. */
	synchronized long dropped()
	{
		return dropped;
	}

	/** Ticks among {@link #sent()}. */
	synchronized long sentTicks()
	{
		return sentTicks;
	}

	/** Ticks among {@link #dropped()}. */
	synchronized long droppedTicks()
	{
		return droppedTicks;
	}

	private void put(NumberedMessage message)
	{
		nextSeq++;
		putNs = message.monoNs;
		if (messages.size() == Protocol.MAX_MESSAGES)
		{
			dropOldest();
		}
		messages.add(message);
	}

	private void dropOldest()
	{
		countDropped(messages.remove());
		untold++;
	}

	private void countDropped(NumberedMessage message)
	{
		dropped++;
		droppedTicks += ticksIn(message);
	}

	private static int ticksIn(NumberedMessage message)
	{
		return message.isTick() ? 1 : 0;
	}
}
