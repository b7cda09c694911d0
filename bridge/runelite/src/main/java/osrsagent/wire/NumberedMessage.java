package osrsagent.wire;

import java.util.List;

/** A tick or input message that waits to be sent; it has a state or events, never both. */
final class NumberedMessage
{
	final long monoNs;
	private final long seq;
	private final GameStateValue state;
	private final List<InputEventValue> events;

	private NumberedMessage(long seq, long monoNs, GameStateValue state, List<InputEventValue> events)
	{
		this.seq = seq;
		this.monoNs = monoNs;
		this.state = state;
		this.events = events;
	}

	static NumberedMessage tick(long seq, long monoNs, GameStateValue state)
	{
		return new NumberedMessage(seq, monoNs, state, null);
	}

	static NumberedMessage input(long seq, long monoNs, List<InputEventValue> events)
	{
		return new NumberedMessage(seq, monoNs, null, events);
	}

	boolean isTick()
	{
		return state != null;
	}

	/** The payload, which tells how many messages were dropped before this one. */
	byte[] encode(Messages messages, long dropped)
	{
		return state == null
			? messages.input(seq, monoNs, dropped, events)
			: messages.tick(seq, monoNs, dropped, state);
	}

	/** The message with its bank unknown, for a frame that is too long; null where there is no bank to leave out. */
	NumberedMessage reduced()
	{
		return state == null || state.bank == null ? null : tick(seq, monoNs, state.withoutBank());
	}
}
