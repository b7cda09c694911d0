package osrsagent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code write OUT TOKEN}: every message that the plugin sends, and its proof, as files. {@code rewrite IN OUT}: frames
 * read with the plugin's reader and written again with its writer. {@code agent FILE}: how the plugin reads a frame.
 */
final class Golden
{
	private Golden()
	{
	}

	public static void main(String[] args) throws IOException
	{
		switch (args[0])
		{
			case "write":
				write(Path.of(args[1]), Path.of(args[2]));
				break;
			case "rewrite":
				rewrite(Path.of(args[1]), Path.of(args[2]));
				break;
			default:
				System.out.println(AgentMessage.read(onlyPayload(Path.of(args[1]))).type);
		}
	}

	private static void write(Path out, Path token) throws IOException
	{
		byte[] gameNonce = range(32, 64);
		byte[] agentNonce = range(64, 96);
		Greeting greeting = new Greeting("session-1", "osrs-agent sandbox", List.of("Attack", "Woodcutting"));
		Messages messages = new Messages();
		Map<String, byte[]> payloads = Map.of(
			"hello", messages.hello(gameNonce, greeting),
			"auth", messages.auth(range(128, 160)),
			"tick", messages.tick(41, Examples.START_NS, 0, Examples.fullState()),
			"tick_unknown", messages.tick(0, Examples.START_NS, 3, Examples.sparseState()),
			"input", messages.input(42, Examples.START_NS, 1, Examples.events()),
			"heartbeat", messages.heartbeat(Examples.START_NS),
			"bye", messages.bye("the game was closed"));
		for (Map.Entry<String, byte[]> entry : payloads.entrySet())
		{
			Files.write(out.resolve(entry.getKey() + ".bin"), framed(entry.getValue()));
		}
		Files.write(out.resolve("game_proof"), Token.read(token).gameProof(gameNonce, agentNonce));
	}

	private static void rewrite(Path in, Path out) throws IOException
	{
		try (Stream<Path> paths = Files.list(in))
		{
			for (Path path : paths.filter(path -> path.toString().endsWith(".bin")).collect(Collectors.toList()))
			{
				MsgpackWriter writer = new MsgpackWriter();
				writeAny(writer, MsgpackReader.readMap(onlyPayload(path)));
				Files.write(out.resolve(path.getFileName()), framed(writer.toBytes()));
			}
		}
	}

	private static void writeAny(MsgpackWriter writer, Object value)
	{
		if (value instanceof Map)
		{
			Map<?, ?> fields = (Map<?, ?>) value;
			writer.map(fields.size());
			fields.forEach((key, field) -> writeAny(writer.string((String) key), field));
		}
		else if (value instanceof List)
		{
			List<?> elements = (List<?>) value;
			writer.array(elements.size());
			elements.forEach(element -> writeAny(writer, element));
		}
		else if (value instanceof String)
		{
			writer.string((String) value);
		}
		else if (value instanceof Long)
		{
			writer.integer((Long) value);
		}
		else if (value instanceof Double)
		{
			writer.real((Double) value);
		}
		else if (value instanceof byte[])
		{
			writer.binary((byte[]) value);
		}
		else
		{
			writer.boolOrNil((Boolean) value);
		}
	}

	private static byte[] framed(byte[] payload)
	{
		return ByteBuffer.allocate(4 + payload.length).putInt(payload.length).put(payload).array();
	}

	private static byte[] onlyPayload(Path path) throws IOException
	{
		FrameReader reader = new FrameReader();
		reader.space().put(Files.readAllBytes(path));
		return reader.nextPayload();
	}

	private static byte[] range(int start, int end)
	{
		byte[] bytes = new byte[end - start];
		for (int i = 0; i < bytes.length; i++)
		{
			bytes[i] = (byte) (start + i);
		}
		return bytes;
	}
}
