package osrsagent.wire;

/**
 * Something in the world; {@code bounds} is null where it is not on screen, or where it was not measured: then the
 * state's {@code unmeasured} holds its key. Mirrors {@code bridge.state.Entity}.
 */
public final class EntityValue implements WireValue
{
	final String key;
	final EntityKind kind;
	final int typeId;
	final String name;
	final WorldPointValue position;
	final RectValue bounds;
	final Integer animation;
	final Double health;
	final String interacting;
	final Integer quantity;
	final LocalPointValue local;

	public EntityValue(String key, EntityKind kind, int typeId, String name, WorldPointValue position, RectValue bounds,
		Integer animation, Double health, String interacting, Integer quantity, LocalPointValue local)
	{
		this.key = key;
		this.kind = kind;
		this.typeId = typeId;
		this.name = name;
		this.position = position;
		this.bounds = bounds;
		this.animation = animation;
		this.health = health;
		this.interacting = interacting;
		this.quantity = quantity;
		this.local = local;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(11);
		writer.string("key").name(key);
		writer.string("kind").string(kind.wireName());
		writer.string("type_id").integer(typeId);
		writer.string("name").name(name);
		writer.string("position").valueOrNil(position);
		writer.string("bounds").valueOrNil(bounds);
		writer.string("animation").integerOrNil(animation);
		writer.string("health").realOrNil(health);
		writer.string("interacting").nameOrNil(interacting);
		writer.string("quantity").integerOrNil(quantity);
		writer.string("local").valueOrNil(local);
	}
}
