package osrsagent.wire;

/** A skill by name. Mirrors {@code bridge.state.Skill}. */
public final class SkillValue implements WireValue
{
	final String name;
	final int level;
	final int experience;

	public SkillValue(String name, int level, int experience)
	{
		this.name = name;
		this.level = level;
		this.experience = experience;
	}

	@Override
	public void write(MsgpackWriter writer)
	{
		writer.map(3);
		writer.string("name").name(name);
		writer.string("level").integer(level);
		writer.string("experience").integer(experience);
	}
}
