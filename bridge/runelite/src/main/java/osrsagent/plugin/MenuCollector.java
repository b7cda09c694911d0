package osrsagent.plugin;

import java.util.ArrayList;
import java.util.List;
import net.runelite.api.Client;
import net.runelite.api.Menu;
import net.runelite.api.MenuEntry;
import osrsagent.wire.MenuRowValue;
import osrsagent.wire.MenuValue;
import osrsagent.wire.RectValue;

/** The right-click menu while it is open, in visual order. */
final class MenuCollector
{
	private static final int TITLE_HEIGHT_PX = 19;
	private static final int ROW_HEIGHT_PX = 15;

	private final Client client;
	private final BridgeConfig config;
	private final PlayerNames playerNames;

	MenuCollector(Client client, BridgeConfig config, PlayerNames playerNames)
	{
		this.client = client;
		this.config = config;
		this.playerNames = playerNames;
	}

	/** The open menu; null while it is closed. */
	MenuValue collect()
	{
		if (!client.isMenuOpen())
		{
			return null;
		}
		Menu menu = client.getMenu();
		RectValue bounds =
			new RectValue(menu.getMenuX(), menu.getMenuY(), menu.getMenuWidth(), menu.getMenuHeight());
		MenuEntry[] entries = menu.getMenuEntries();
		int visibleRows = (menu.getMenuHeight() - TITLE_HEIGHT_PX) / ROW_HEIGHT_PX;
		List<MenuRowValue> rows = new ArrayList<>();
		for (int row = 0; row < visibleRows; row++)
		{
			int entry = entries.length - 1 - client.getMenuScroll() - row; // the last entry is the top row
			if (entry >= 0)
			{
				rows.add(rowOf(entries[entry], menu, row));
			}
		}
		return new MenuValue(bounds, rows);
	}

	private MenuRowValue rowOf(MenuEntry entry, Menu menu, int row)
	{
		int y = menu.getMenuY() + TITLE_HEIGHT_PX + row * ROW_HEIGHT_PX;
		RectValue bounds = new RectValue(menu.getMenuX(), y, menu.getMenuWidth(), ROW_HEIGHT_PX);
		return new MenuRowValue(Values.plain(entry.getOption()), targetOf(entry), bounds);
	}

	/** What a row is about; where names of players are not sent, "" unless it is surely a thing or an NPC. */
	String targetOf(MenuEntry entry)
	{
		if (config.sendPlayerNames())
		{
			return Values.plain(entry.getTarget());
		}
		if (entry.getPlayer() != null)
		{
			return playerNames.idOf(entry.getPlayer().getName());
		}
		return isThing(entry) ? Values.plain(entry.getTarget()) : "";
	}

	private static boolean isThing(MenuEntry entry)
	{
		switch (entry.getType())
		{
			case GAME_OBJECT_FIRST_OPTION:
			case GAME_OBJECT_SECOND_OPTION:
			case GAME_OBJECT_THIRD_OPTION:
			case GAME_OBJECT_FOURTH_OPTION:
			case GAME_OBJECT_FIFTH_OPTION:
			case EXAMINE_OBJECT:
			case GROUND_ITEM_FIRST_OPTION:
			case GROUND_ITEM_SECOND_OPTION:
			case GROUND_ITEM_THIRD_OPTION:
			case GROUND_ITEM_FOURTH_OPTION:
			case GROUND_ITEM_FIFTH_OPTION:
			case EXAMINE_ITEM_GROUND:
				return true;
			default:
				return entry.getNpc() != null || entry.isItemOp();
		}
	}
}
