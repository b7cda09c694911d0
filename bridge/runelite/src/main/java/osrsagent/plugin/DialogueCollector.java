package osrsagent.plugin;

import java.util.ArrayList;
import java.util.List;
import net.runelite.api.Client;
import net.runelite.api.gameval.InterfaceID;
import net.runelite.api.widgets.Widget;
import osrsagent.wire.DialogueValue;

/** What an NPC, the player or the game says in the box over the chat, and the answers; without the account's name. */
final class DialogueCollector
{
	private static final String OWN_NAME = "you";

	private final Client client;

	DialogueCollector(Client client)
	{
		this.client = client;
	}

	/** The open dialogue; null where none is open. */
	DialogueValue collect()
	{
		if (isShown(InterfaceID.Chatmenu.OPTIONS))
		{
			return choice(client.getWidget(InterfaceID.Chatmenu.OPTIONS).getChildren());
		}
		if (isShown(InterfaceID.ChatLeft.TEXT))
		{
			return said(textOf(InterfaceID.ChatLeft.NAME), InterfaceID.ChatLeft.TEXT);
		}
		if (isShown(InterfaceID.ChatRight.TEXT))
		{
			return said(OWN_NAME, InterfaceID.ChatRight.TEXT);
		}
		for (int message : new int[]{InterfaceID.Messagebox.TEXT, InterfaceID.Objectbox.TEXT})
		{
			if (isShown(message))
			{
				return said("", message);
			}
		}
		return null;
	}

	/** The first line is the question, the others are the answers. */
	private DialogueValue choice(Widget[] lines)
	{
		List<String> texts = new ArrayList<>();
		for (Widget line : lines == null ? new Widget[0] : lines)
		{
			String text = line == null ? "" : withoutOwnName(line.getText());
			if (!text.isEmpty())
			{
				texts.add(text);
			}
		}
		String question = texts.isEmpty() ? "" : texts.remove(0);
		return new DialogueValue("", question, texts);
	}

	private DialogueValue said(String speaker, int componentId)
	{
		return new DialogueValue(speaker, textOf(componentId), List.of());
	}

	private boolean isShown(int componentId)
	{
		Widget widget = client.getWidget(componentId);
		return widget != null && !widget.isHidden();
	}

	private String textOf(int componentId)
	{
		Widget widget = client.getWidget(componentId);
		return widget == null ? "" : withoutOwnName(widget.getText());
	}

	private String withoutOwnName(String text)
	{
		String plain = Values.plain(text == null ? null : text.replace("<br>", " ")).replace('\u00a0', ' ');
		String name = client.getLocalPlayer().getName();
		return name == null || name.isEmpty() ? plain : plain.replace(name.replace('\u00a0', ' '), OWN_NAME);
	}
}
