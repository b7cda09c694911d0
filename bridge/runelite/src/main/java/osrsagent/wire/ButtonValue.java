package osrsagent.wire;

/** Something clickable in an interface, by name ("bank.deposit_all"). Mirrors {@code bridge.state.Button}. */
public final class ButtonValue implements WireValue
{
	final String name;
	final RectValue bounds;

	public ButtonValue(String name, RectValue bounds)
	{
		this.name = name;
		this.bounds = bounds;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(2);
		writer.string("name").name(name);
		writer.string("bounds").valueOrNil(bounds);
	}
}
