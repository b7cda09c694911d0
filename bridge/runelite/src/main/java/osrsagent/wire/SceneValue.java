package osrsagent.wire;

/** The loaded part of the world. Mirrors {@code bridge.state.Scene}. */
public final class SceneValue implements WireValue
{
	final WorldPointValue base;
	final boolean isInstance;

	public SceneValue(WorldPointValue base, boolean isInstance)
	{
		this.base = base;
		this.isInstance = isInstance;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(2);
		writer.string("base").valueOrNil(base);
		writer.string("is_instance").bool(isInstance);
	}
}
