package osrsagent.wire;

import java.util.List;

/** What is said in the open dialogue, and the answers, top first. Mirrors {@code bridge.state.Dialogue}. */
public final class DialogueValue implements WireValue
{
	final String speaker;
	final String text;
	final List<String> options;

	public DialogueValue(String speaker, String text, List<String> options)
	{
		this.speaker = speaker;
		this.text = text;
		this.options = List.copyOf(options);
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(3);
		writer.string("speaker").name(speaker);
		writer.string("text").text(text);
		writer.string("options").namesOrNil(options);
	}
}
