package osrsagent.plugin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** Ids in place of other players' names: the same within a run of the client, meaningless outside of it. */
final class PlayerNames
{
	private static final int SALT_BYTES = 32;
	private static final int ID_BYTES = 6;

	private final byte[] salt = new byte[SALT_BYTES];

	PlayerNames()
	{
		new SecureRandom().nextBytes(salt);
	}

	/** "player-" and twelve hexadecimal digits; "" where the name is not known yet. */
	String idOf(String name)
	{
		if (name == null)
		{
			return "";
		}
		StringBuilder id = new StringBuilder("player-");
		byte[] digest = digest(name);
		for (int i = 0; i < ID_BYTES; i++)
		{
			id.append(String.format("%02x", digest[i]));
		}
		return id.toString();
	}

	private byte[] digest(String name)
	{
		try
		{
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			sha256.update(salt);
			return sha256.digest(name.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex)
		{
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}
}
