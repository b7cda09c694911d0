package osrsagent.wire;

/** A place on the canvas in whole pixels. Mirrors {@code bridge.geometry.Point}. */
public final class PointValue implements WireValue
{
	final int x;
	final int y;

	public PointValue(int x, int y)
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
