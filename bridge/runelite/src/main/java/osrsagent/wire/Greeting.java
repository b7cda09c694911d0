package osrsagent.wire;

import java.util.List;

/** Who dials: what a hello says beside its nonce. */
public final class Greeting
{
	/** Names this run of the game client: 1 to 64 letters, digits, "_" or "-". */
	final String session;
	/** The game's name and version, for people. */
	final String client;
	/** Every skill that the game knows, in its own order. */
	final List<String> skillNames;

	public Greeting(String session, String client, List<String> skillNames)
	{
		if (!session.matches("[A-Za-z0-9_-]{1,64}") || skillNames.size() > 64)
		{
			throw new IllegalArgumentException("a session is 1 to 64 of A-Z a-z 0-9 _ -, with at most 64 skills");
		}
		this.session = session;
		this.client = client;
		this.skillNames = List.copyOf(skillNames);
	}
}
