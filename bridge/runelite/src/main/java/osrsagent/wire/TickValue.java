package osrsagent.wire;

/**
 * A game tick; the agent writes its own time over {@code receivedNs}, {@code cycle} counts the client's steps of 20 ms.
 * Mirrors {@code bridge.state.Tick}.
 */
public final class TickValue implements WireValue
{
	final long index;
	final long receivedNs;
	final Integer cycle;

	public TickValue(long index, long receivedNs, Integer cycle)
	{
		this.index = index;
		this.receivedNs = receivedNs;
		this.cycle = cycle;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(3);
		writer.string("index").integer(index);
		writer.string("received_ns").integer(receivedNs);
		writer.string("cycle").integerOrNil(cycle);
	}
}
