package osrsagent.wire;

import java.io.IOException;

/** The other side broke the protocol, refused this side, or is no agent; the message is printable ASCII. */
public final class ProtocolException extends IOException
{
	private static final long serialVersionUID = 1;
	private static final int MAX_CHARACTERS = 200;

	ProtocolException(String message)
	{
		super(printable(message));
	}

	/** Text from the other side without control characters and of bounded length, fit for a log whoever wrote it. */
	static String printable(String text)
	{
		StringBuilder out = new StringBuilder();
		for (int i = 0; i < Math.min(text.length(), MAX_CHARACTERS); i++)
		{
			char character = text.charAt(i);
			out.append(character >= ' ' && character < 0x7f ? character : '?');
		}
		return out.toString();
	}
}
