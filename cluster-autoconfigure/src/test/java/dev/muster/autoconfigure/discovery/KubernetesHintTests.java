package dev.muster.autoconfigure.discovery;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KubernetesHint}.
 */
@ExtendWith(OutputCaptureExtension.class)
class KubernetesHintTests {

	private final MockEnvironment kubernetes = new MockEnvironment().withProperty("spring.main.cloud-platform",
			"kubernetes");

	@Test
	void inKubernetesWithoutATopologyThenSaysWhatToAdd(CapturedOutput output) {
		KubernetesHint.logIfNeeded(this.kubernetes, new Topologies(List.of(), Reach.LOCAL));
		assertThat(output).contains("strategy: kubernetes-dns", "strategy: kubernetes-api",
				"no topology is configured");
	}

	@Test
	void withATopologyOrElsewhereThenSaysNothing(CapturedOutput output) {
		KubernetesHint.logIfNeeded(this.kubernetes, new Topologies(List.of(), Reach.NETWORK));
		KubernetesHint.logIfNeeded(new MockEnvironment(), new Topologies(List.of(), Reach.LOCAL));
		assertThat(output).doesNotContain("topology");
	}

}
