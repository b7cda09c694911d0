package osrsagent.wire;

import java.util.Locale;

/** Where the client stands. */
public enum GamePhase
{
	LOGIN_SCREEN, LOADING, LOGGED_IN;

	String wireName()
	{
		return name().toLowerCase(Locale.ROOT);
	}
}
