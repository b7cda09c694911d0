package osrsagent.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.runelite.api.Client;
import net.runelite.api.Skill;
import osrsagent.wire.SkillValue;

/** The skills by name, in lower case as the sandbox names them. */
final class Skills
{
	private Skills()
	{
	}

	static List<String> names()
	{
		List<String> names = new ArrayList<>();
		for (Skill skill : Skill.values())
		{
			names.add(nameOf(skill));
		}
		return names;
	}

	static List<SkillValue> collect(Client client)
	{
		List<SkillValue> skills = new ArrayList<>();
		for (Skill skill : Skill.values())
		{
			int level = client.getRealSkillLevel(skill);
			skills.add(new SkillValue(nameOf(skill), level, client.getSkillExperience(skill)));
		}
		return skills;
	}

	static String nameOf(Skill skill)
	{
		return skill.getName().toLowerCase(Locale.ROOT);
	}
}
