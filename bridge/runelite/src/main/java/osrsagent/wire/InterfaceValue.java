package osrsagent.wire;

import java.util.List;

/**
 * What lies over the world: open interfaces, the side tab, buttons, the menu and the dialogue (null: none). Mirrors
 * {@code bridge.state.Interface}.
 */
public final class InterfaceValue implements WireValue
{
	final List<String> open;
	final String tab;
	final Boolean isTextFieldActive;
	final List<ButtonValue> buttons;
	final MenuValue menu;
	final DialogueValue dialogue;

	public InterfaceValue(
		List<String> open, String tab, Boolean isTextFieldActive, List<ButtonValue> buttons, MenuValue menu,
		DialogueValue dialogue)
	{
		this.open = open == null ? null : List.copyOf(open);
		this.tab = tab;
		this.isTextFieldActive = isTextFieldActive;
		this.buttons = buttons == null ? null : List.copyOf(buttons);
		this.menu = menu;
		this.dialogue = dialogue;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(6);
		writer.string("open").namesOrNil(open);
		writer.string("tab").nameOrNil(tab);
		writer.string("is_text_field_active").boolOrNil(isTextFieldActive);
		writer.string("buttons").valuesOrNil(buttons);
		writer.string("menu").valueOrNil(menu);
		writer.string("dialogue").valueOrNil(dialogue);
	}
}
