package osrsagent.plugin;

import java.awt.event.KeyEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys that are sent by name, as bridge/events.py names them. What is text has no name here; what merely could be
 * text has no name of its own: a letter is "letter", and everything else that is not listed is "other".
 */
final class KeyNames
{
	private static final Map<Integer, String> NAMES = new HashMap<>();

	static
	{
		NAMES.put(KeyEvent.VK_ENTER, "enter");
		NAMES.put(KeyEvent.VK_ESCAPE, "escape");
		NAMES.put(KeyEvent.VK_BACK_SPACE, "backspace");
		NAMES.put(KeyEvent.VK_TAB, "tab");
		NAMES.put(KeyEvent.VK_SHIFT, "shift");
		NAMES.put(KeyEvent.VK_CONTROL, "ctrl");
		NAMES.put(KeyEvent.VK_ALT, "alt");
		NAMES.put(KeyEvent.VK_LEFT, "left");
		NAMES.put(KeyEvent.VK_RIGHT, "right");
		NAMES.put(KeyEvent.VK_UP, "up");
		NAMES.put(KeyEvent.VK_DOWN, "down");
		NAMES.put(KeyEvent.VK_HOME, "home");
		NAMES.put(KeyEvent.VK_END, "end");
		NAMES.put(KeyEvent.VK_PAGE_UP, "page_up");
		NAMES.put(KeyEvent.VK_PAGE_DOWN, "page_down");
		NAMES.put(KeyEvent.VK_INSERT, "insert");
		NAMES.put(KeyEvent.VK_DELETE, "delete");
		for (int number = 1; number <= 12; number++)
		{
			NAMES.put(KeyEvent.VK_F1 + number - 1, "f" + number);
		}
	}

	private KeyNames()
	{
	}

	/**
	 * The name of a key; null where it may type text, which nobody is told of.
	 *
	 * @param keyCode a code of {@link KeyEvent}
	 * @param noText the keys that are no text just now
	 */
	static String of(int keyCode, Set<Typing.TextKey> noText)
	{
		boolean isDigit = keyCode >= KeyEvent.VK_0 && keyCode <= KeyEvent.VK_9;
		if (isDigit && noText.contains(Typing.TextKey.DIGIT))
		{
			return String.valueOf((char) keyCode); // it picks an option
		}
		if (keyCode == KeyEvent.VK_SPACE)
		{
			return noText.contains(Typing.TextKey.SPACE) ? "space" : null;
		}
		String name = NAMES.get(keyCode);
		if (name != null || !noText.contains(Typing.TextKey.LETTER))
		{
			return name;
		}
		return keyCode >= KeyEvent.VK_A && keyCode <= KeyEvent.VK_Z ? "letter" : "other";
	}
}
