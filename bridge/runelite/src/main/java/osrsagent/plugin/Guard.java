package osrsagent.plugin;

import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers on the client thread, and keeps what they throw from it. RuneLite logs the exceptions of a handler and
 * goes on, but not the errors, such as of a plugin built for another version of it; here both are counted, and only the
 * first is logged.
 */
final class Guard
{
	private static final Logger log = LoggerFactory.getLogger(Guard.class);

	private volatile int failures;

	/** Failures so far. */
	int failures()
	{
		return failures;
	}

	/** Whether something is so; false where finding out fails, which counts as a failure. */
	boolean isTrue(BooleanSupplier question)
	{
		boolean[] answer = {false};
		run(() -> answer[0] = question.getAsBoolean());
		return answer[0];
	}

	void run(Runnable handler)
	{
		try
		{
			handler.run();
		}
		catch (RuntimeException | LinkageError | AssertionError ex)
		{
			failures++;
			if (failures == 1)
			{
				log.warn("osrs-agent bridge: something was not collected", ex);
			}
		}
	}
}
