package osrsagent.plugin;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import net.runelite.api.Client;
import net.runelite.api.Item;
import net.runelite.api.ItemContainer;
import net.runelite.api.gameval.InterfaceID;
import net.runelite.api.gameval.InventoryID;
import net.runelite.api.widgets.Widget;
import osrsagent.wire.ItemContainerValue;
import osrsagent.wire.ItemValue;
import osrsagent.wire.RectValue;

/** Inventory, equipment and bank; null where the client has not seen the container yet. */
final class ContainerCollector
{
	private static final int INVENTORY_SLOTS = 28;
	private static final int EQUIPMENT_SLOTS = 14;

	private final Client client;
	private final ItemNames names;

	ContainerCollector(Client client, ItemNames names)
	{
		this.client = client;
		this.names = names;
	}

	/** With the places of its items where the inventory is on screen, in its tab or beside the bank. */
	ItemContainerValue inventory()
	{
		Widget shown = shown(InterfaceID.Inventory.ITEMS);
		Widget besideBank = shown(InterfaceID.Bankside.ITEMS);
		return collect(InventoryID.INV, INVENTORY_SLOTS, besideBank == null ? shown : besideBank);
	}

	ItemContainerValue equipment()
	{
		return collect(InventoryID.WORN, EQUIPMENT_SLOTS, null);
	}

	/** With the places of the items that are scrolled into view, where the bank is open. */
	ItemContainerValue bank()
	{
		return collect(InventoryID.BANK, 0, shown(InterfaceID.Bankmain.ITEMS));
	}

	private ItemContainerValue collect(int containerId, int slots, Widget shown)
	{
		ItemContainer container = client.getItemContainer(containerId);
		if (container == null)
		{
			return null;
		}
		Item[] found = container.getItems();
		List<ItemValue> items = new ArrayList<>();
		for (int slot = 0; slot < found.length; slot++)
		{
			Item item = found[slot];
			if (item.getId() >= 0 && item.getQuantity() > 0) // an empty slot's id is -1, a placeholder's quantity 0
			{
				String name = names.of(item.getId());
				RectValue place = place(shown, slot, item.getId());
				items.add(new ItemValue(slot, item.getId(), name, item.getQuantity(), place));
			}
		}
		return new ItemContainerValue(Math.max(slots, found.length), items);
	}

	private Widget shown(int componentId)
	{
		Widget widget = client.getWidget(componentId);
		return widget == null || widget.isHidden() ? null : widget;
	}

	/** Where a slot is on the canvas; null where it is not on screen, or where something else is shown in it. */
	private static RectValue place(Widget shown, int slot, int itemId)
	{
		Widget widget = shown == null ? null : shown.getChild(slot);
		if (widget == null || widget.isHidden() || widget.getItemId() != itemId)
		{
			return null;
		}
		Rectangle bounds = widget.getBounds();
		return bounds == null ? null : MeasuringBudget.visible(bounds, shown.getBounds());
	}
}
