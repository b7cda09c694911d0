package osrsagent.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that both sides read from the same file, and the proofs of holding it (docs/protocol.md, "Handshake"). */
final class Token
{
	private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}\\n?");
	private static final int LONGEST_FILE_BYTES = 256;
	private static final String ALGORITHM = "HmacSHA256";

	private final byte[] secret;

	private Token(byte[] secret)
	{
		this.secret = secret;
	}

	/**
	 * The token in a file that the agent made.
	 *
	 * @throws IOException there is no such file, others than its owner may read or change it, or it is no token
	 */
	static Token read(Path path) throws IOException
	{
		if (!Files.isRegularFile(path))
		{
			throw new IOException("there is no token file " + path + ": start the agent once, it makes one");
		}
		checkPrivate(path);
		if (Files.size(path) > LONGEST_FILE_BYTES)
		{
			throw notAToken(path);
		}
		String text = new String(Files.readAllBytes(path), StandardCharsets.US_ASCII);
		if (!HEX.matcher(text).matches())
		{
			throw notAToken(path);
		}
		return new Token(fromHex(text.substring(0, 64)));
	}

	/** The game's proof over both nonces. */
	byte[] gameProof(byte[] gameNonce, byte[] agentNonce)
	{
		return proof("game", gameNonce, agentNonce);
	}

	/** Whether this is the agent's proof over both nonces; compared in constant time. */
	boolean isAgentProof(byte[] found, byte[] gameNonce, byte[] agentNonce)
	{
		return MessageDigest.isEqual(found, proof("agent", gameNonce, agentNonce));
	}

	private byte[] proof(String prover, byte[] gameNonce, byte[] agentNonce)
	{
		try
		{
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret, ALGORITHM));
			String label = "osrs-agent bridge " + Protocol.MAJOR + " " + prover + "\0";
			mac.update(label.getBytes(StandardCharsets.US_ASCII));
			mac.update(gameNonce);
			return mac.doFinal(agentNonce);
		}
		catch (GeneralSecurityException ex)
		{
			throw new IllegalStateException("every Java has " + ALGORITHM, ex);
		}
	}

	/** Who can read a file that is closed to group and others owns it, or is root: the owner needs no check. */
	private static void checkPrivate(Path path) throws IOException
	{
		if (Files.getFileAttributeView(path, PosixFileAttributeView.class) == null)
		{
			return; // not POSIX: the user's directory is private and modes mean nothing
		}
		Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
		mode.addAll(Files.getPosixFilePermissions(path));
		mode.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
			PosixFilePermission.OWNER_EXECUTE));
		if (!mode.isEmpty())
		{
			throw new IOException(path + " is open to others: chmod 600 it, or delete it for a new token");
		}
	}

	private static IOException notAToken(Path path)
	{
		return new IOException(path + " is no token file: delete it, the agent makes a new one");
	}

	private static byte[] fromHex(String text)
	{
		byte[] bytes = new byte[text.length() / 2];
		for (int i = 0; i < bytes.length; i++)
		{
			bytes[i] = (byte) Integer.parseInt(text.substring(2 * i, 2 * i + 2), 16);
		}
		return bytes;
	}
}
