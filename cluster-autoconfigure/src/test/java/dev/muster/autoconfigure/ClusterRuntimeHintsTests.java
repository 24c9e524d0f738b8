package dev.muster.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterRuntimeHints}.
 */
class ClusterRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@ParameterizedTest
	@ValueSource(strings = { "jg-magic-map.xml", "jg-protocol-ids.xml" })
	void tablesOfTheEngineAreResources(String table) {
		register(getClass().getClassLoader());
		assertThat(getClass().getClassLoader().getResource(table)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(table)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.jgroups.stack.IpAddress", "org.jgroups.View", "org.jgroups.util.UUID",
			"org.jgroups.protocols.PingHeader", "org.jgroups.protocols.pbcast.GMS", "org.jgroups.protocols.FD_ALL3",
			"org.jgroups.protocols.TP", "org.jgroups.stack.Protocol", "org.jgroups.protocols.UNICAST4",
			"org.jgroups.util.ThreadPool", "dev.muster.transport.jgroups.ChannelHeader",
			"dev.muster.transport.jgroups.EngineTransport", "dev.muster.transport.jgroups.UdpTransport",
			"dev.muster.transport.jgroups.MulticastHeader", "org.jgroups.protocols.UDP",
			"dev.muster.transport.jgroups.EngineDiscovery" })
	void typesOfTheEngineAreReflective(String name) {
		register(getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of(name))
			.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS,
					MemberCategory.ACCESS_DECLARED_FIELDS))
			.accepts(this.hints);
	}

	@Test
	void whenThereIsNoEngineThenNoTypeIsRegistered() {
		register(new ClassLoader(null) {
		});
		assertThat(this.hints.reflection().typeHints()).isEmpty();
	}

	private void register(ClassLoader classLoader) {
		new ClusterRuntimeHints().registerHints(this.hints, classLoader);
	}

}
