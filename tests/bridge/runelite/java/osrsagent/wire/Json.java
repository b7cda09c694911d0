package osrsagent.wire;

import java.util.List;
import java.util.Map;

/** A plain JSON writer for what {@link MsgpackReader} reads; the baseline of the benchmark. */
final class Json
{
	private Json()
	{
	}

	static String write(Object value)
	{
		StringBuilder out = new StringBuilder();
		append(out, value);
		return out.toString();
	}

	private static void append(StringBuilder out, Object value)
	{
		if (value instanceof Map)
		{
			String separator = "{";
			for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet())
			{
				text(out.append(separator), (String) entry.getKey());
				append(out.append(':'), entry.getValue());
				separator = ",";
			}
			out.append('}');
		}
		else if (value instanceof List)
		{
			String separator = "[";
			for (Object element : (List<?>) value)
			{
				append(out.append(separator), element);
				separator = ",";
			}
			out.append(((List<?>) value).isEmpty() ? "[]" : "]");
		}
		else if (value instanceof String)
		{
			text(out, (String) value);
		}
		else
		{
			out.append(value);
		}
	}

	private static void text(StringBuilder out, String value)
	{
		out.append('"');
		for (int i = 0; i < value.length(); i++)
		{
			char character = value.charAt(i);
			if (character == '"' || character == '\\')
			{
				out.append('\\');
			}
			out.append(character < ' ' ? ' ' : character);
		}
		out.append('"');
	}
}
