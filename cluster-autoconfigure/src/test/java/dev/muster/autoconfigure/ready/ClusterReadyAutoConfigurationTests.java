package dev.muster.autoconfigure.ready;

import dev.muster.autoconfigure.ClusterAutoConfiguration;
import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.discovery.ClusterDiscoveryAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterReadyAutoConfiguration}.
 */
class ClusterReadyAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ClusterDiscoveryAutoConfiguration.class, ClusterAutoConfiguration.class,
						ClusterReadyAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class))
		.withPropertyValues("muster.cluster-name=ready", "muster.transport.bind-port=0");

	@Test
	void byDefaultOneMemberIsEnough() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ApplicationAvailability.class)
				.hasSingleBean(GatedApplicationAvailability.class);
			assertThat(context.getBean(ReadyGate.class).isClosed()).isFalse();
		});
	}

	@Test
	void whenMoreMembersAreNeededThenTheGateIsClosed() {
		this.contextRunner.withPropertyValues("muster.ready.min-members=2").run((context) -> {
			assertThat(context.getBean(ReadyGate.class).isClosed()).isTrue();
			assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
				.isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		});
	}

	@Test
	void whenTheUserHasAnAvailabilityThenThatIsTheOnlyOne() {
		this.contextRunner.withBean("mine", ApplicationAvailabilityBean.class)
			.run((context) -> assertThat(context).hasSingleBean(ApplicationAvailability.class)
				.doesNotHaveBean(GatedApplicationAvailability.class)
				.hasSingleBean(ReadyGate.class));
	}

	@Test
	void whenThereIsNoNodeThenBootsOwnAvailabilityIsThere() {
		this.contextRunner.withPropertyValues("muster.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ApplicationAvailability.class)
				.doesNotHaveBean(ReadyGate.class));
	}

	@ParameterizedTest
	@CsvSource({ "min-members,0", "min-members,-1", "timeout,0s", "timeout,-1s", "timeout,400d" })
	void whenAValueIsImpossibleThenTheStartFailsAndNamesIt(String property, String value) {
		this.contextRunner.withPropertyValues("muster.ready." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidClusterPropertyException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("muster.ready." + property)));
	}

}
