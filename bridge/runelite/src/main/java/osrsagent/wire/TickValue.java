package osrsagent.wire;

/** A game tick; the agent writes its own time over {@code receivedNs}. Mirrors {@code bridge.state.Tick}. */
public final class TickValue implements WireValue
{
	final long index;
	final long receivedNs;

	public TickValue(long index, long receivedNs)
	{
		this.index = index;
		this.receivedNs = receivedNs;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(2);
		writer.string("index").integer(index);
		writer.string("received_ns").integer(receivedNs);
	}
}
