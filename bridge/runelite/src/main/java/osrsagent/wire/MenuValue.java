package osrsagent.wire;

import java.util.List;

/** The right-click menu in visual order, top row first. Mirrors {@code bridge.state.Menu}. */
public final class MenuValue implements WireValue
{
	final RectValue bounds;
	final List<MenuRowValue> rows;

	public MenuValue(RectValue bounds, List<MenuRowValue> rows)
	{
		this.bounds = bounds;
		this.rows = List.copyOf(rows);
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(2);
		writer.string("bounds").valueOrNil(bounds);
		writer.string("rows").values(rows);
	}
}
