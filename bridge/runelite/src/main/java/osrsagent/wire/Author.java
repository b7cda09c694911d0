package osrsagent.wire;

import java.util.Locale;

/** Who caused an input event. */
public enum Author
{
	HUMAN, AGENT;

	String wireName()
	{
		return name().toLowerCase(Locale.ROOT);
	}
}
