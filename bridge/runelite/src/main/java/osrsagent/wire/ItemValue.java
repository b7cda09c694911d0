package osrsagent.wire;

/** A filled slot of a container. Mirrors {@code bridge.state.Item}. */
public final class ItemValue implements WireValue
{
	final int slot;
	final int itemId;
	final String name;
	final int quantity;
	final RectValue bounds;

	public ItemValue(int slot, int itemId, String name, int quantity, RectValue bounds)
	{
		this.slot = slot;
		this.itemId = itemId;
		this.name = name;
		this.quantity = quantity;
		this.bounds = bounds;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(5);
		writer.string("slot").integer(slot);
		writer.string("item_id").integer(itemId);
		writer.string("name").name(name);
		writer.string("quantity").integer(quantity);
		writer.string("bounds").valueOrNil(bounds);
	}
}
