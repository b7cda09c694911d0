package osrsagent.wire;

/** A half-open rectangle of canvas pixels. Mirrors {@code bridge.geometry.Rect}. */
public final class RectValue implements WireValue
{
	final int x;
	final int y;
	final int width;
	final int height;

	public RectValue(int x, int y, int width, int height)
	{
		this.x = x;
		this.y = y;
		this.width = width;
		this.height = height;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(4);
		writer.string("x").integer(x);
		writer.string("y").integer(y);
		writer.string("width").integer(width);
		writer.string("height").integer(height);
	}
}
