package osrsagent.wire;

/** A tile of the world; x grows east, y grows north. Mirrors {@code bridge.state.WorldPoint}. */
public final class WorldPointValue implements WireValue
{
	final int x;
	final int y;
	final int plane;

	public WorldPointValue(int x, int y, int plane)
	{
		this.x = x;
		this.y = y;
		this.plane = plane;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(3);
		writer.string("x").integer(x);
		writer.string("y").integer(y);
		writer.string("plane").integer(plane);
	}
}
