package osrsagent.wire;

import java.util.List;

/** All that is known of the game at one tick. Null always means unknown. Mirrors {@code bridge.state.GameState}. */
public final class GameStateValue implements WireValue
{
	final TickValue tick;
	final GamePhase phase;
	final ViewValue view;
	final InterfaceValue overlay;
	final PlayerValue player;
	final List<SkillValue> skills;
	final List<EntityValue> entities;
	final ItemContainerValue inventory;
	final ItemContainerValue bank;
	final ItemContainerValue equipment;
	final PointValue mouse;
	final String worldHost;
	final SceneValue scene;
	final List<String> prayers;
	final EntityTotalsValue totals;
	final List<GameEventValue> events;
	final List<String> unmeasured;

	public GameStateValue(TickValue tick, GamePhase phase, ViewValue view, InterfaceValue overlay, PlayerValue player,
		List<SkillValue> skills, List<EntityValue> entities, ItemContainerValue inventory,
		ItemContainerValue bank, ItemContainerValue equipment, PointValue mouse, String worldHost,
		SceneValue scene, List<String> prayers, EntityTotalsValue totals, List<GameEventValue> events,
		List<String> unmeasured)
	{
		this.tick = tick;
		this.phase = phase;
		this.view = view;
		this.overlay = overlay;
		this.player = player;
		this.skills = skills == null ? null : List.copyOf(skills);
		this.entities = entities == null ? null : List.copyOf(entities);
		this.inventory = inventory;
		this.bank = bank;
		this.equipment = equipment;
		this.mouse = mouse;
		this.worldHost = worldHost;
		this.scene = scene;
		this.prayers = prayers == null ? null : List.copyOf(prayers);
		this.totals = totals;
		this.events = events == null ? null : List.copyOf(events);
		this.unmeasured = unmeasured == null ? null : List.copyOf(unmeasured);
	}

	/** The same state with its bank unknown. */
	GameStateValue withoutBank()
	{
		return new GameStateValue(tick, phase, view, overlay, player, skills, entities, inventory, null, equipment,
			mouse, worldHost, scene, prayers, totals, events, unmeasured);
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(17);
		writer.string("tick").valueOrNil(tick);
		writer.string("phase").string(phase.wireName());
		writer.string("view").valueOrNil(view);
		writer.string("interface").valueOrNil(overlay);
		writer.string("player").valueOrNil(player);
		writer.string("skills").valuesOrNil(skills);
		writer.string("entities").valuesOrNil(entities);
		writer.string("inventory").valueOrNil(inventory);
		writer.string("bank").valueOrNil(bank);
		writer.string("equipment").valueOrNil(equipment);
		writer.string("mouse").valueOrNil(mouse);
		writer.string("world_host").nameOrNil(worldHost);
		writer.string("scene").valueOrNil(scene);
		writer.string("prayers").namesOrNil(prayers);
		writer.string("totals").valueOrNil(totals);
		writer.string("events").valuesOrNil(events);
		writer.string("unmeasured").namesOrNil(unmeasured);
	}
}
