package osrsagent.plugin;

import java.awt.event.KeyEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * The keys that are sent by name, as bridge/events.py names them. What could be text is not: a letter is "letter", and
 * everything else that is not listed is "other".
 */
final class KeyNames
{
	private static final Map<Integer, String> NAMES = new HashMap<>();

	static
	{
		NAMES.put(KeyEvent.VK_SPACE, "space");
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
	 * @param keyCode a code of {@link KeyEvent}
	 * @param mayNameDigits whether a digit picks an option just now and is no text
	 */
	static String of(int keyCode, boolean mayNameDigits)
	{
		if (keyCode >= KeyEvent.VK_A && keyCode <= KeyEvent.VK_Z)
		{
			return "letter";
		}
		if (mayNameDigits && keyCode >= KeyEvent.VK_0 && keyCode <= KeyEvent.VK_9)
		{
			return String.valueOf((char) keyCode);
		}
		return NAMES.getOrDefault(keyCode, "other");
	}
}
