package osrsagent.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.runelite.api.Client;
import net.runelite.api.gameval.InterfaceID;
import net.runelite.api.gameval.VarClientID;
import net.runelite.api.widgets.Widget;
import osrsagent.wire.ButtonValue;
import osrsagent.wire.InterfaceValue;

/** Open interfaces, the side tab, buttons and the menu, under the names that the sandbox uses where it has them. */
final class InterfaceCollector
{
	private static final String[] TABS = {
		"combat", "skills", "quests", "inventory", "equipment", "prayer", "magic",
		"chat_channel", "account", "friends", "logout", "settings", "emotes", "music",
	};
	private static final int[] FIXED_STONES = {
		InterfaceID.Toplevel.STONE0, InterfaceID.Toplevel.STONE1, InterfaceID.Toplevel.STONE2,
		InterfaceID.Toplevel.STONE3, InterfaceID.Toplevel.STONE4, InterfaceID.Toplevel.STONE5,
		InterfaceID.Toplevel.STONE6, InterfaceID.Toplevel.STONE7, InterfaceID.Toplevel.STONE8,
		InterfaceID.Toplevel.STONE9, InterfaceID.Toplevel.STONE10, InterfaceID.Toplevel.STONE11,
		InterfaceID.Toplevel.STONE12, InterfaceID.Toplevel.STONE13,
	};
	private static final int[] CLASSIC_STONES = {
		InterfaceID.ToplevelOsrsStretch.STONE0, InterfaceID.ToplevelOsrsStretch.STONE1,
		InterfaceID.ToplevelOsrsStretch.STONE2, InterfaceID.ToplevelOsrsStretch.STONE3,
		InterfaceID.ToplevelOsrsStretch.STONE4, InterfaceID.ToplevelOsrsStretch.STONE5,
		InterfaceID.ToplevelOsrsStretch.STONE6, InterfaceID.ToplevelOsrsStretch.STONE7,
		InterfaceID.ToplevelOsrsStretch.STONE8, InterfaceID.ToplevelOsrsStretch.STONE9,
		InterfaceID.ToplevelOsrsStretch.STONE10, InterfaceID.ToplevelOsrsStretch.STONE11,
		InterfaceID.ToplevelOsrsStretch.STONE12, InterfaceID.ToplevelOsrsStretch.STONE13,
	};
	private static final int[] MODERN_STONES = {
		InterfaceID.ToplevelPreEoc.STONE0, InterfaceID.ToplevelPreEoc.STONE1, InterfaceID.ToplevelPreEoc.STONE2,
		InterfaceID.ToplevelPreEoc.STONE3, InterfaceID.ToplevelPreEoc.STONE4, InterfaceID.ToplevelPreEoc.STONE5,
		InterfaceID.ToplevelPreEoc.STONE6, InterfaceID.ToplevelPreEoc.STONE7, InterfaceID.ToplevelPreEoc.STONE8,
		InterfaceID.ToplevelPreEoc.STONE9, InterfaceID.ToplevelPreEoc.STONE10, InterfaceID.ToplevelPreEoc.STONE11,
		InterfaceID.ToplevelPreEoc.STONE12, InterfaceID.ToplevelPreEoc.STONE13,
	};
	private static final Map<Integer, String> INTERFACES = new LinkedHashMap<>();
	private static final Map<Integer, String> BUTTONS = new LinkedHashMap<>();

	static
	{
		INTERFACES.put(InterfaceID.BANKMAIN, "bank");
		INTERFACES.put(InterfaceID.BANKPIN_KEYPAD, "bank_pin");
		INTERFACES.put(InterfaceID.BANK_DEPOSITBOX, "deposit_box");
		INTERFACES.put(InterfaceID.SHOPMAIN, "shop");
		INTERFACES.put(InterfaceID.TRADEMAIN, "trade");
		INTERFACES.put(InterfaceID.GE_OFFERS, "grand_exchange");
		INTERFACES.put(InterfaceID.WORLDMAP, "world_map");
		INTERFACES.put(InterfaceID.WELCOME_SCREEN, "welcome");
		INTERFACES.put(InterfaceID.SKILLMULTI, "make");
		INTERFACES.put(InterfaceID.LEVELUP_DISPLAY, "level_up");
		INTERFACES.put(InterfaceID.CHAT_LEFT, "dialogue.npc");
		INTERFACES.put(InterfaceID.CHAT_RIGHT, "dialogue.player");
		INTERFACES.put(InterfaceID.CHATMENU, "dialogue.options");
		INTERFACES.put(InterfaceID.MESSAGEBOX, "dialogue.message");
		INTERFACES.put(InterfaceID.OBJECTBOX, "dialogue.object");
		for (int[] stones : new int[][]{FIXED_STONES, CLASSIC_STONES, MODERN_STONES})
		{
			for (int tab = 0; tab < TABS.length; tab++)
			{
				BUTTONS.put(stones[tab], "tab." + TABS[tab]);
			}
		}
		BUTTONS.put(InterfaceID.Toplevel.COMPASSCLICK, "compass");
		BUTTONS.put(InterfaceID.ToplevelOsrsStretch.COMPASSCLICK, "compass");
		BUTTONS.put(InterfaceID.ToplevelPreEoc.COMPASSCLICK, "compass");
		BUTTONS.put(InterfaceID.Toplevel.MINIMAP, "minimap");
		BUTTONS.put(InterfaceID.ToplevelOsrsStretch.MINIMAP, "minimap");
		BUTTONS.put(InterfaceID.ToplevelPreEoc.MINIMAP, "minimap");
		BUTTONS.put(InterfaceID.Orbs.RUNBUTTON, "run_toggle");
		BUTTONS.put(InterfaceID.Logout.LOGOUT, "logout");
		BUTTONS.put(InterfaceID.Bankmain.DEPOSITINV, "bank.deposit_all");
	}

	private final Client client;
	private final MenuCollector menu;
	private final DialogueCollector dialogue;
	private boolean isTextFieldActive;
	private boolean wasTextFieldActive;

	InterfaceCollector(Client client, MenuCollector menu)
	{
		this.client = client;
		this.menu = menu;
		this.dialogue = new DialogueCollector(client);
	}

	/** Looks for a text field between two ticks: a short message is typed and sent from one tick to the next. */
	void look()
	{
		isTextFieldActive = true; // where the look fails
		boolean before = wasTextFieldActive;
		wasTextFieldActive = true;
		isTextFieldActive = Typing.isTextFieldActive(client);
		wasTextFieldActive = before || isTextFieldActive;
	}

	/** Whether the last look found a text field. */
	boolean isTextFieldActive()
	{
		return isTextFieldActive;
	}

	InterfaceValue collect()
	{
		look();
		boolean wasActive = wasTextFieldActive;
		wasTextFieldActive = false;
		return new InterfaceValue(openInterfaces(), tab(), wasActive, buttons(), menu.collect(),
			dialogue.collect());
	}

	/** Whether what is typed or clicked just now is private: a text field or the bank PIN. */
	static boolean isPrivate(Client client)
	{
		return Typing.isTextFieldActive(client) || isPinOpen(client);
	}

	/** Whether the bank PIN is asked for or set. */
	static boolean isPinOpen(Client client)
	{
		return isOpen(client, InterfaceID.BANKPIN_KEYPAD) || isOpen(client, InterfaceID.BANKPIN_SETTINGS);
	}

	/** Whether an interface is on the screen. */
	static boolean isOpen(Client client, int groupId)
	{
		Widget root = client.getWidget(groupId, 0);
		return root != null && !root.isHidden();
	}

	private List<String> openInterfaces()
	{
		List<String> open = new ArrayList<>();
		INTERFACES.forEach((groupId, name) ->
		{
			if (isOpen(client, groupId))
			{
				open.add(name);
			}
		});
		return open;
	}

	/** The open side tab; "" where the side panel is closed. */
	private String tab()
	{
		int tab = client.getVarcIntValue(VarClientID.TOPLEVEL_PANEL);
		return tab >= 0 && tab < TABS.length ? TABS[tab] : "";
	}

	private List<ButtonValue> buttons()
	{
		List<ButtonValue> buttons = new ArrayList<>();
		BUTTONS.forEach((componentId, name) ->
		{
			Widget widget = client.getWidget(componentId);
			if (widget != null && !widget.isHidden() && widget.getBounds() != null)
			{
				buttons.add(new ButtonValue(name, Values.rect(widget.getBounds())));
			}
		});
		return buttons;
	}
}
