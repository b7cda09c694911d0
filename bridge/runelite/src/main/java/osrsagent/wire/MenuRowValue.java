package osrsagent.wire;

/** A row of the right-click menu: "Chop down" "Oak tree". Mirrors {@code bridge.state.MenuRow}. */
public final class MenuRowValue implements WireValue
{
	final String option;
	final String target;
	final RectValue bounds;

	public MenuRowValue(String option, String target, RectValue bounds)
	{
		this.option = option;
		this.target = target;
		this.bounds = bounds;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(3);
		writer.string("option").name(option);
		writer.string("target").name(target);
		writer.string("bounds").valueOrNil(bounds);
	}
}
