package osrsagent.wire;

/**
 * The local player. The animation is -1 while idle; {@code interacting} is an entity's key, "" for nobody. Mirrors
 * {@code bridge.state.Player}.
 */
public final class PlayerValue implements WireValue
{
	final WorldPointValue position;
	final Integer animation;
	final Boolean isMoving;
	final Boolean isRunning;
	final Double runEnergy;
	final Integer hitpoints;
	final Integer maxHitpoints;
	final String interacting;
	final WorldPointValue destination;
	final LocalPointValue local;
	final Double orientationRad;
	final Integer prayerPoints;
	final Integer maxPrayerPoints;
	final Double specialEnergy;

	public PlayerValue(
		WorldPointValue position, Integer animation, Boolean isMoving, Boolean isRunning, Double runEnergy,
		Integer hitpoints, Integer maxHitpoints, String interacting, WorldPointValue destination,
		LocalPointValue local, Double orientationRad, Integer prayerPoints, Integer maxPrayerPoints,
		Double specialEnergy)
	{
		this.position = position;
		this.animation = animation;
		this.isMoving = isMoving;
		this.isRunning = isRunning;
		this.runEnergy = runEnergy;
		this.hitpoints = hitpoints;
		this.maxHitpoints = maxHitpoints;
		this.interacting = interacting;
		this.destination = destination;
		this.local = local;
		this.orientationRad = orientationRad;
		this.prayerPoints = prayerPoints;
		this.maxPrayerPoints = maxPrayerPoints;
		this.specialEnergy = specialEnergy;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(14);
		writer.string("position").valueOrNil(position);
		writer.string("animation").integerOrNil(animation);
		writer.string("is_moving").boolOrNil(isMoving);
		writer.string("is_running").boolOrNil(isRunning);
		writer.string("run_energy").realOrNil(runEnergy);
		writer.string("hitpoints").integerOrNil(hitpoints);
		writer.string("max_hitpoints").integerOrNil(maxHitpoints);
		writer.string("interacting").nameOrNil(interacting);
		writer.string("destination").valueOrNil(destination);
		writer.string("local").valueOrNil(local);
		writer.string("orientation_rad").realOrNil(orientationRad);
		writer.string("prayer_points").integerOrNil(prayerPoints);
		writer.string("max_prayer_points").integerOrNil(maxPrayerPoints);
		writer.string("special_energy").realOrNil(specialEnergy);
	}
}
