package osrsagent.wire;

import java.util.ArrayList;
import java.util.List;

/** The examples of tests/bridge/protocol/examples.py, built with the plugin's own classes, and a state of any size. */
final class Examples
{
	static final long START_NS = 1_000_000_000_000L;

	private Examples()
	{
	}

	static GameStateValue sparseState()
	{
		return new GameStateValue(new TickValue(0, 0, null), GamePhase.LOGIN_SCREEN,
			new ViewValue(765, 503, new RectValue(0, 0, 765, 503), null, null, null,
				null, null, null),
			new InterfaceValue(null, null, null, null, null, null),
			null, null, null, null, null, null, null, null, null, null, null, null, null);
	}

	static GameStateValue fullState()
	{
		return state(7, START_NS, List.of(
			new EntityValue("object:17", EntityKind.OBJECT, 10820, "Oak tree", new WorldPointValue(3203, 3201, 0),
				new RectValue(200, 150, 48, 80), null, null, null, null, null),
			new EntityValue("npc:3", EntityKind.NPC, 3029, "Goblin", new WorldPointValue(3198, 3207, 0), null, -1, 0.5,
				"player:0", null, null),
			new EntityValue("item:9", EntityKind.GROUND_ITEM, 995, "Coins", new WorldPointValue(3201, 3199, 0), null,
				null, null, null, Integer.MAX_VALUE, new LocalPointValue(6592, 6336))));
	}

	/** A state with as many trees as make its tick message at least this long. */
	static GameStateValue stateOfBytes(long index, int bytes)
	{
		List<EntityValue> trees = new ArrayList<>();
		int treeBytes = length(state(index, 0, List.of(tree(0)))) - length(state(index, 0, List.of()));
		for (int left = bytes - length(state(index, 0, List.of())); left > 0; left -= treeBytes)
		{
			trees.add(tree(trees.size()));
		}
		return state(index, 0, trees);
	}

	static GameStateValue stateWithBank(int stacks)
	{
		List<ItemValue> items = new ArrayList<>();
		for (int slot = 0; slot < stacks; slot++)
		{
			items.add(new ItemValue(slot, 20_000 + slot, "A stack of something with a long name", 1_000_000, null));
		}
		GameStateValue state = fullState();
		return new GameStateValue(new TickValue(1, 0, null), state.phase, state.view, state.overlay, state.player,
			state.skills, state.entities, state.inventory, new ItemContainerValue(stacks, items), state.equipment,
			state.mouse, state.worldHost, state.scene, state.prayers, state.totals, state.events, state.unmeasured);
	}

	static List<InputEventValue> events()
	{
		return List.of(
			InputEventValue.pointerMove(START_NS - 5, 210, 160, Author.HUMAN),
			InputEventValue.buttonPress(START_NS - 4, 210, 160, MouseButton.LEFT, Author.HUMAN),
			InputEventValue.buttonRelease(START_NS - 3, 211, 160, MouseButton.LEFT, Author.HUMAN),
			InputEventValue.wheelScroll(START_NS - 2, 211, 160, -1, Author.HUMAN),
			InputEventValue.keyPress(START_NS - 1, "left", Author.HUMAN),
			InputEventValue.keyRelease(START_NS - 1, "left", Author.AGENT));
	}

	private static GameStateValue state(long index, long receivedNs, List<EntityValue> entities)
	{
		RectValue rowBounds = new RectValue(100, 118, 120, 15);
		return new GameStateValue(
			new TickValue(index, receivedNs, 210),
			GamePhase.LOGGED_IN,
			new ViewValue(765, 503, new RectValue(4, 4, 512, 334), 0.5, 0.25, 32.0, false, 1530, 1006),
			new InterfaceValue(List.of("bank"), "inventory", false,
				List.of(new ButtonValue("bank.deposit_all", new RectValue(430, 290, 36, 36))),
				new MenuValue(new RectValue(100, 100, 120, 40),
					List.of(new MenuRowValue("Chop down", "Oak tree", rowBounds))),
				new DialogueValue("Woodsman", "What do you seek?", List.of("An axe.", "Nothing."))),
			new PlayerValue(new WorldPointValue(3200, 3201, 0), 879, false, true, 0.75, 10, 10, "",
				new WorldPointValue(3205, 3201, 0), new LocalPointValue(6464, 6592), 1.5, 3, 12, 0.5),
			List.of(new SkillValue("Woodcutting", 15, 2500), new SkillValue("\u00dcberleben", 1, 0)),
			entities,
			new ItemContainerValue(28, List.of(new ItemValue(0, 1521, "Oak logs", 1, new RectValue(563, 213, 32, 32)))),
			new ItemContainerValue(400, List.of(new ItemValue(3, 1521, "Oak logs", 120, null))),
			new ItemContainerValue(14, List.of()),
			new PointValue(-1, 300),
			"127.0.0.1",
			new SceneValue(new WorldPointValue(3150, 3150, 0), true),
			List.of("thick_skin", "protect_item"),
			new EntityTotalsValue(1, 0, 80, 1),
			List.of(
				GameEventValue.optionChosen(450_000_000, "Chop down", "Oak tree"),
				GameEventValue.animationStarted(400_000_000, "player:0", 879),
				GameEventValue.experienceGained(20_000_000, "woodcutting", 37),
				GameEventValue.hitTaken(20_000_000, "npc:3", 0),
				GameEventValue.died(0, "npc:3")),
			List.of("npc:3"));
	}

	private static EntityValue tree(int number)
	{
		return new EntityValue("object:" + (1000 + number), EntityKind.OBJECT, 10820, "Oak tree",
			new WorldPointValue(3203, 3201, 0), new RectValue(200, 150, 48, 80), -1, 0.5, "", 1,
			new LocalPointValue(6720, 6592));
	}

	private static int length(GameStateValue state)
	{
		return new Messages().tick(0, 0, 0, state).length;
	}
}
