package dev.muster.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import dev.muster.discovery.local.LocalDiscoveryStrategy;
import dev.muster.test.discovery.RegisteringStrategyContract;
import org.junit.jupiter.api.io.TempDir;

class LocalDiscoveryStrategyContractTests extends RegisteringStrategyContract {

	@TempDir
	private Path parent = Path.of("set by JUnit");

	private Path directory() {
		return this.parent.resolve("muster-contract");
	}

	@Override
	protected DiscoveryStrategy createStrategy() {
		return new LocalDiscoveryStrategy(directory());
	}

	@Override
	protected void disturb() throws IOException {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			byte[] garbage = new byte[random.nextInt(10_000)];
			random.nextBytes(garbage);
			Files.write(directory().resolve("garbage" + i + ((i % 2 == 0) ? ".node" : ".tmp")), garbage);
		}
	}

}
