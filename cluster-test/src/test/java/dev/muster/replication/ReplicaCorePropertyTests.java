package dev.muster.replication;

import java.util.EnumSet;

import dev.muster.test.simulation.Seeds;
import org.junit.jupiter.api.Test;

/**
 * Replicas agree in random histories on a network that promises nothing.
 */
class ReplicaCorePropertyTests {

	static final int STEPS = 60;

	@Test
	void replicasAgreeWhateverBecomesOfTheirFrames() {
		Seeds.each(500, (seed) -> new LossyWorld(seed, EnumSet.allOf(Rule.class)).run(STEPS));
	}

}
