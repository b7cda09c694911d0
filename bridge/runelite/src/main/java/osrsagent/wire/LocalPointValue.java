package osrsagent.wire;

/** A place in the loaded scene, in 128ths of a tile from its base. Mirrors {@code bridge.state.LocalPoint}. */
public final class LocalPointValue implements WireValue
{
	final int x;
	final int y;

	public LocalPointValue(int x, int y)
	{
		this.x = x;
		this.y = y;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(2);
		writer.string("x").integer(x);
		writer.string("y").integer(y);
	}
}
