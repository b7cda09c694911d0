package osrsagent.wire;

import java.util.Locale;

/** The buttons that the game knows. */
public enum MouseButton
{
	LEFT, MIDDLE, RIGHT;

	String wireName()
	{
		return name().toLowerCase(Locale.ROOT);
	}
}
