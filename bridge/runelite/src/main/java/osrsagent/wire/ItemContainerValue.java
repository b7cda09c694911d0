package osrsagent.wire;

import java.util.List;

/** Slots with items; slots that are not listed are empty. Mirrors {@code bridge.state.ItemContainer}. */
public final class ItemContainerValue implements WireValue
{
	final int capacity;
	final List<ItemValue> items;

	public ItemContainerValue(int capacity, List<ItemValue> items)
	{
		this.capacity = capacity;
		this.items = List.copyOf(items);
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(2);
		writer.string("capacity").integer(capacity);
		writer.string("items").values(items);
	}
}
