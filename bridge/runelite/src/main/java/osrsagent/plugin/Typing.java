package osrsagent.plugin;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import net.runelite.api.Client;
import net.runelite.api.gameval.InterfaceID;
import net.runelite.api.gameval.VarClientID;
import net.runelite.api.widgets.Widget;

/**
 * What the keys that could type text mean just now. The chat line takes such keys whenever nothing else does, also the
 * first one of a message, and whoever looks between two keys is late. So they count as text unless it is known that
 * they are none.
 */
final class Typing
{
	/** Kinds of keys that could type text. */
	enum TextKey
	{
		/** Letters, and what has no name, such as full stops. */
		LETTER, DIGIT, SPACE
	}

	/** What RuneLite's key remapping shows in the chat line while it keeps keys from it. */
	private static final String LOCKED_CHAT = "Press Enter to Chat";
	private static final int[] CHOSEN_BY_DIGIT = {InterfaceID.CHATMENU, InterfaceID.SKILLMULTI};
	private static final int[] CONTINUED_BY_SPACE = {
		InterfaceID.CHAT_LEFT, InterfaceID.CHAT_RIGHT, InterfaceID.MESSAGEBOX, InterfaceID.MESSAGEBOX_TITLED,
		InterfaceID.MESSAGEBOX_URL, InterfaceID.OBJECTBOX, InterfaceID.OBJECTBOX_DOUBLE, InterfaceID.LEVELUP_DISPLAY,
		InterfaceID.SKILLMULTI,
	};

	private Typing()
	{
	}

	/** Whether a text field has the focus, or the chat line holds more than stray spaces that was not sent yet. */
	static boolean isTextFieldActive(Client client)
	{
		String chatLine = client.getVarcStrValue(VarClientID.CHATINPUT);
		return client.getFocusedInputFieldWidget() != null || client.getVarcIntValue(VarClientID.MESLAYERMODE) != 0
			|| chatLine != null && !chatLine.isBlank() || isSearchingMap(client);
	}

	/** The keys that are surely no text just now: those that a dialogue takes, or all while the chat line is locked. */
	static Set<TextKey> noText(Client client)
	{
		Set<TextKey> noText = EnumSet.noneOf(TextKey.class);
		if (isAnyOpen(client, CHOSEN_BY_DIGIT))
		{
			noText.add(TextKey.DIGIT);
		}
		if (isAnyOpen(client, CONTINUED_BY_SPACE))
		{
			noText.add(TextKey.SPACE);
		}
		if (isChatLocked(client))
		{
			noText.add(TextKey.LETTER);
			noText.add(TextKey.SPACE);
		}
		return noText;
	}

	/** The number alone may be left from a map that was closed. */
	private static boolean isSearchingMap(Client client)
	{
		return client.getVarcIntValue(VarClientID.WORLDMAP_SEARCHING) == 1
			&& InterfaceCollector.isOpen(client, InterfaceID.WORLDMAP);
	}

	private static boolean isAnyOpen(Client client, int[] groupIds)
	{
		return Arrays.stream(groupIds).anyMatch(groupId -> InterfaceCollector.isOpen(client, groupId));
	}

	/** Locked, and no report is being written, which takes the keys that the chat line does not. */
	private static boolean isChatLocked(Client client)
	{
		Widget line = client.getWidget(InterfaceID.Chatbox.INPUT);
		String text = line == null ? null : line.getText();
		return text != null && text.contains(LOCKED_CHAT)
			&& !InterfaceCollector.isOpen(client, InterfaceID.REPORTABUSE);
	}
}
