package osrsagent.wire;

/** What a person's hand did to the game, and when, on {@link Protocol#nowNs}. Mirrors {@code bridge.events}. */
public abstract class InputEventValue implements WireValue
{
	final long atNs;
	private final String type;
	private final int fields;
	private final Author author;

	private InputEventValue(String type, int fields, long atNs, Author author)
	{
		this.type = type;
		this.fields = fields;
		this.atNs = atNs;
		this.author = author;
	}

	public static InputEventValue pointerMove(long atNs, int x, int y, Author author)
	{
		return new AtPlace("pointer_move", 0, atNs, x, y, author)
		{
			@Override
			void writeRest(MsgpackWriter writer)
			{
			}
		};
	}

	public static InputEventValue buttonPress(long atNs, int x, int y, MouseButton button, Author author)
	{
		return button("button_press", atNs, x, y, button, author);
	}

	public static InputEventValue buttonRelease(long atNs, int x, int y, MouseButton button, Author author)
	{
		return button("button_release", atNs, x, y, button, author);
	}

	/** @param notches positive away from the person, negative towards, never 0 */
	public static InputEventValue wheelScroll(long atNs, int x, int y, int notches, Author author)
	{
		if (notches == 0)
		{
			throw new IllegalArgumentException("a wheel event turns by at least one notch");
		}
		return new AtPlace("wheel_scroll", 1, atNs, x, y, author)
		{
			@Override
			void writeRest(MsgpackWriter writer)
			{
				writer.string("notches").integer(notches);
			}
		};
	}

	/** @param key one of the names in {@code bridge/events.py} */
	public static InputEventValue keyPress(long atNs, String key, Author author)
	{
		return key("key_press", atNs, key, author);
	}

	/** @param key one of the names in {@code bridge/events.py} */
	public static InputEventValue keyRelease(long atNs, String key, Author author)
	{
		return key("key_release", atNs, key, author);
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(3 + fields).string("type").string(type).string("at_ns").integer(atNs);
		writeMiddle(writer);
		writer.string("author").string(author.wireName());
	}

	abstract void writeMiddle(MsgpackWriter writer);

	private static InputEventValue button(String type, long atNs, int x, int y, MouseButton button, Author author)
	{
		return new AtPlace(type, 1, atNs, x, y, author)
		{
			@Override
			void writeRest(MsgpackWriter writer)
			{
				writer.string("button").string(button.wireName());
			}
		};
	}

	private static InputEventValue key(String type, long atNs, String key, Author author)
	{
		return new InputEventValue(type, 1, atNs, author)
		{
			@Override
			void writeMiddle(MsgpackWriter writer)
			{
				writer.string("key").name(key);
			}
		};
	}

	private abstract static class AtPlace extends InputEventValue
	{
		private final int x;
		private final int y;

		private AtPlace(String type, int more, long atNs, int x, int y, Author author)
		{
			super(type, 2 + more, atNs, author);
			this.x = x;
			this.y = y;
		}

		@Override
		void writeMiddle(MsgpackWriter writer)
		{
			writer.string("x").integer(x).string("y").integer(y);
			writeRest(writer);
		}

		abstract void writeRest(MsgpackWriter writer);
	}
}
