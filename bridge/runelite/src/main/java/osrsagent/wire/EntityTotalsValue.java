package osrsagent.wire;

/**
 * How many of each kind there were before only the nearest were kept; players are null where the user does not send
 * them. Mirrors {@code bridge.state.EntityTotals}.
 */
public final class EntityTotalsValue implements WireValue
{
	final int npcs;
	final Integer players;
	final int objects;
	final int groundItems;

	public EntityTotalsValue(int npcs, Integer players, int objects, int groundItems)
	{
		this.npcs = npcs;
		this.players = players;
		this.objects = objects;
		this.groundItems = groundItems;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(4);
		writer.string("npcs").integer(npcs);
		writer.string("players").integerOrNil(players);
		writer.string("objects").integer(objects);
		writer.string("ground_items").integer(groundItems);
	}
}
